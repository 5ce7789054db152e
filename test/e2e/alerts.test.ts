import { readFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Alert } from '../../src/record/alert.ts'
import { openReceiver } from '../alerts/receiver.ts'
import { mettle, plantProject, ROOT } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const LINGERS_MS = 1_500

/** An agent whose first call is denied, with a secret and control signs in it, and that goes on for a while after. */
function project(alerts: unknown[], mode = 'enforce'): string {
  return plantProject({
    'mettle.config.js': `export default { agents: { buyer: './agent.js' }, realTime: true, secrets: ['TOKEN'],
      gate: ['passRate >= 0'], alerts: ${JSON.stringify(alerts)} }`,
    'agent.js': `import { writeFileSync } from 'node:fs'
      export const run = async (task, { tools }) => {
        await tools.buy.call({ what: 'a', note: 'TOKEN-7f3a91' })
        await fetch('https://outside.test/x').catch(() => {})
        await new Promise((resolve) => setTimeout(resolve, ${LINGERS_MS}))
        writeFileSync('ended', String(Date.now()))
      }`,
    'scenarios/spend.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      import { defineCollection } from '${at('src/world/collection.ts')}'
      import { usd } from '${at('src/kernel/money.ts')}'
      const bought = defineCollection('shop.bought')
      const strict = {
        name: 'strict', summary: 'Denies.', params: z.strictObject({}),
        start: () => ({ decide: ({ input }) => ({ kind: 'deny', reason: 'no \\u001b[2J ' + input.note }) }),
        violations: ({ calls }) => calls.filter(({ effects }) => effects.length > 0)
          .map(({ call }) => ({ calls: [call.id], message: 'it was bought' })),
      }
      export default {
        task: { text: 'Buy.' },
        world: { tools: { buy: defineTool({
          description: 'Buys.', input: z.object({ what: z.string(), note: z.string() }), access: 'write', collections: [bought],
          handler: ({ what }) => { bought.create(bought.newId('b'), { what }); return {} },
        }) } },
        guards: [{ use: strict, mode: '${mode}' }],
      }`,
  })
}

async function run(cwd: string) {
  const since = Date.now()
  const ended = await mettle(['run', '--workers', '1', '--reporter', 'json'], { cwd, env: { TOKEN: 'TOKEN-7f3a91' } })
  return { ...ended, agentEnded: Number(readFileSync(join(cwd, 'ended'), 'utf8')), tookMs: Date.now() - since }
}

async function receiver(answer: (response: ServerResponse) => void) {
  const open = await openReceiver((_, response) => answer(response))
  onTestFinished(open.close)
  return open
}

describe('alerts', () => {
  test('arrive while the trial still runs, at every sink', async () => {
    const { url, got } = await receiver((response) => response.end())
    const cwd = project(['terminal', { to: 'file', path: 'out/alerts.jsonl' }, { to: 'webhook', url }])
    const { agentEnded, stdout, stderr } = await run(cwd)
    expect(stderr).toBe('')
    expect(got.map(({ alert }) => alert.kind)).toEqual(['denied', 'egress'])
    for (const { at } of got) expect(agentEnded - at, 'ms before the agent ended').toBeGreaterThan(LINGERS_MS / 2)
    console.log(`alerts came ${got.map(({ at }) => agentEnded - at)} ms before the agent ended`)
    expect(got[0]?.alert).toMatchObject({ guard: 'strict', call: 'c1', target: 'tool buy', agent: 'buyer' })
    const lines = readFileSync(join(cwd, 'out/alerts.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as Alert)).toEqual(got.map(({ alert }) => alert))
    expect(stdout).toContain('! DENIED | spend~calm~buyer~r1 | strict | tool buy | no ␛[2J')
    for (const text of [stdout, ...lines]) expect(text).not.toContain('7f3a91')
  })

  test('tell of a guard that was bypassed when the trial is judged', async () => {
    const { url, got } = await receiver((response) => response.end())
    const { agentEnded } = await run(project([{ to: 'webhook', url }], 'observe'))
    expect(got.map(({ alert }) => alert.kind)).toEqual(['egress', 'bypassed'])
    expect(got[1]?.alert).toMatchObject({ guard: 'strict', call: 'c1', message: 'it was bought' })
    // The control of the test above: what comes at the end is seen to come at the end.
    expect(got[1]?.at).toBeGreaterThanOrEqual(agentEnded)
  })

  test.each([
    ['says no', (response: ServerResponse) => void response.writeHead(500).end()],
    ['never answers', () => {}],
  ])('to a server that %s break and delay no trial, and that is told at the end', async (_, answer) => {
    const { url } = await receiver(answer)
    const { code, stdout, tookMs } = await run(project([{ to: 'webhook', url, timeoutMs: 300 }]))
    const alone = await run(project([]))
    expect(code).toBe(alone.code)
    expect(stdout).toMatch(/2 of 2 alerts did not reach the sink "webhook"/)
    expect(alone.stdout).not.toContain('alerts')
    expect(tookMs - alone.tookMs).toBeLessThan(6_000)
  })

  test.each([
    [['webhok'], 'there is no sink "webhok". Did you mean "webhook"?'],
    [[{ to: 'webhook' }], 'alerts[0] (webhook)'],
    [[{ to: 'file', folder: 'x' }], 'alerts[0] (file)'],
  ])('%j is a mistake of the config', async (alerts, message) => {
    const { code, stderr } = await mettle(['run'], { cwd: project(alerts) })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
  })
})
