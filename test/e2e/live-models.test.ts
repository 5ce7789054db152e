import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, test } from 'vitest'
import { AUTHORITY, completion, type Says, type Seen, type StandIn, standIn } from '../provider/stand-in.ts'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const KEY = 'acme-key-7f3a91c2d4'

const scenario = (url: string, extra = '') => `task:
  text: Refund the charge twice_paid.
world:
  tools:
    refund: ../world.js#refund
  models:
    acme:
      provider: { url: '${url}', key: ACME_KEY }${extra}
variants:
  declines:
    - { fault: refusal, on: model *, when: { nth: 1 } }
scorers:
  - use: effects
    params: { expect: [{ collection: shop.refunds, op: create, count: 1 }] }
  - use: answer
    params: { includes: [Refunded] }
`

const project = (url: string, prompt = 'Be quick.', extra = '') =>
  plantProject({
    'mettle.config.js': `export default {
      agents: Object.fromEntries(['whole', 'streaming'].map((name) => [name, { module: './agents.js', export: name }])),
      gate: ['passRate >= 0'],
    }`,
    'world.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const refunds = defineCollection('shop.refunds')
      export const refund = defineTool({
        description: 'Refunds.', input: z.object({ charge: z.string() }), access: 'write', collections: [refunds],
        handler: ({ charge }) => (refunds.create(refunds.newId('re'), { charge }), 'done'),
      })`,
    'agents.js': `import { readFileSync } from 'node:fs'
      import OpenAI from '${at('node_modules/openai/index.mjs')}'
      const definition = { type: 'function', function: { name: 'refund', parameters: { type: 'object' } } }
      const heard = (client, request, stream) => stream
        ? client.chat.completions.stream({ ...request, stream_options: { include_usage: true } }).finalChatCompletion()
        : client.chat.completions.create(request)
      const converse = (stream) => async (task, { tools }) => {
        const session = crypto.randomUUID()
        const messages = [
          { role: 'system', content: '${prompt} Session ' + session + ', now ' + new Date().toISOString() },
          { role: 'user', content: task.text },
        ]
        console.log(readFileSync('/proc/self/environ', 'utf8'), JSON.stringify(process.env))
        const client = new OpenAI()
        for (;;) {
          const { choices: [{ message }] } = await heard(client, { model: 'acme', messages, tools: [definition] }, stream)
          messages.push(message)
          if (!message.tool_calls?.length) return message.content
          for (const { id, function: asked } of message.tool_calls) {
            const { content } = await tools[asked.name].call(JSON.parse(asked.arguments))
            messages.push({ role: 'tool', tool_call_id: id, content: String(content) })
          }
        }
      }
      export const whole = converse(false)
      export const streaming = converse(true)`,
    'scenarios/refund.scenario.yaml': scenario(url, extra),
  })

/** Asks for the refund first, and says that it is done when it has its result. */
const clerk = ({ body }: Seen): Says => {
  const done = body.messages.some(({ role }: { role: string }) => role === 'tool')
  const said = done ? { text: 'Refunded.' } : { call: { name: 'refund', args: '{"charge":"twice_paid"}' } }
  return completion(said, body.stream === true)
}

const env = { ACME_KEY: KEY, NODE_EXTRA_CA_CERTS: AUTHORITY, CI: '' }
const run = async (cwd: string, flags: string[], more: Record<string, string> = {}) => {
  const ran = await mettle(['run', '--reporter', 'list,json', ...flags], { cwd, env: { ...env, ...more } })
  return {
    ...ran,
    record: existsSync(join(cwd, 'reports/latest/run.json')) ? readRecord(join(cwd, 'reports/latest')) : undefined,
  }
}
const trialsOf = ({ record }: Awaited<ReturnType<typeof run>>) => record?.trials ?? []
const files = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [readFileSync(join(entry.parentPath, entry.name), 'latin1')] : [],
  )

const open: StandIn[] = []
const provider = async (answer: Parameters<typeof standIn>[0]) => {
  const one = await standIn(answer)
  open.push(one)
  return one
}
afterEach(async () => {
  for (const one of open.splice(0)) await one[Symbol.asyncDispose]()
})

describe('a live model', () => {
  test('answers the agent, streamed or not; its key is with the provider alone', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    const ran = await run(cwd, ['--models', 'live', '--variant', 'calm'])
    expect(trialsOf(ran).map(({ verdict, reason, reproducible }) => [verdict, reason, reproducible])).toEqual([
      ['passed', expect.anything(), false],
      ['passed', expect.anything(), false],
    ])
    expect(acme.seen).toHaveLength(4)
    expect(acme.seen.every(({ headers }) => headers.authorization === `Bearer ${KEY}`)).toBe(true)
    expect(trialsOf(ran)[0]?.usage).toMatchObject({ inputTokens: 200, outputTokens: 20 })
    expect(files(cwd).filter((text) => text.includes(KEY))).toEqual([])
  })

  test('is recorded, and replayed without its provider: the same hash each time', async () => {
    const acme = await provider(clerk)
    const cwd = project(acme.url)
    const recorded = await run(cwd, ['--record'])
    expect(recorded.stdout).toContain('4 cassettes recorded.')
    expect(readdirSync(join(cwd, 'scenarios/cassettes'))).toHaveLength(4)
    await acme[Symbol.asyncDispose]()
    const again = [await run(cwd, ['--models', 'recorded']), await run(cwd, ['--models', 'recorded'], { ACME_KEY: '' })]
    const told = again.map((one) => trialsOf(one).map(({ id, verdict, traceHash }) => [id, verdict, traceHash]))
    expect(told[0]).toEqual(told[1])
    expect(trialsOf(again[0] as never).map(({ verdict }) => verdict)).toEqual(
      trialsOf(recorded).map(({ verdict }) => verdict),
    )
    expect(trialsOf(again[0] as never).every(({ reproducible }) => reproducible)).toBe(true)
  })
})
