import { readFileSync, writeFileSync } from 'node:fs'
import type { ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Alert } from '../../src/record/alert.ts'
import { openReceiver } from '../alerts/receiver.ts'
import { mettle, plantProject, ROOT } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
/** How often an agent looks, 20 ms apart, whether somebody has heard of it. */
const LONG = 1_000

/** An agent whose first call is denied, with a secret and control signs in it, and that waits until somebody heard of it. */
function project(alerts: unknown[], mode = 'enforce'): string {
  return plantProject({
    'mettle.config.js': `export default { agents: { buyer: './agent.js' }, realTime: true, env: ['LOOKS'], secrets: ['TOKEN'],
      gate: ['passRate >= 0'], alerts: ${JSON.stringify(alerts)} }`,
    'agent.js': `import { existsSync, writeFileSync } from 'node:fs'
      export const run = async (task, { tools }) => {
        const since = performance.now()
        await tools.buy.call({ what: 'a', note: 'TOKEN-7f3a91' })
        await fetch('https://outside.test/x').catch(() => {})
        writeFileSync('took', String(performance.now() - since))
        for (let looks = 0; looks < Number(process.env.LOOKS) && !existsSync('heard'); looks++)
          await new Promise((resolve) => setTimeout(resolve, 20))
        writeFileSync('heard-in-time', String(existsSync('heard')))
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

async function run(cwd: string, looks = 0) {
  const env = { TOKEN: 'TOKEN-7f3a91', LOOKS: String(looks) }
  const ended = await mettle(['run', '--workers', '1', '--reporter', 'json'], { cwd, env })
  const text = (file: string) => readFileSync(join(cwd, file), 'utf8')
  return { ...ended, heardInTime: text('heard-in-time') === 'true', tookMs: Number(text('took')) }
}

async function receiver(answer: (response: ServerResponse, alert: Alert) => void) {
  const open = await openReceiver((alert, response) => answer(response, alert))
  onTestFinished(open.close)
  return open
}

describe('alerts', () => {
  test('arrive while the trial still runs, at every sink', async () => {
    let cwd = ''
    const { url, got } = await receiver((response, { kind }) => {
      // Only this lets the agent end in time.
      if (kind === 'egress') writeFileSync(join(cwd, 'heard'), '')
      response.end()
    })
    cwd = project(['terminal', { to: 'file', path: 'out/alerts.jsonl' }, { to: 'webhook', url }])
    const { heardInTime, stdout, stderr } = await run(cwd, LONG)
    expect(stderr).toBe('')
    expect(got.map(({ alert }) => alert.kind)).toEqual(['denied', 'egress'])
    expect(heardInTime).toBe(true)
    expect(got[0]?.alert).toMatchObject({ guard: 'strict', call: 'c1', target: 'tool buy', agent: 'buyer' })
    const lines = readFileSync(join(cwd, 'out/alerts.jsonl'), 'utf8').trimEnd().split('\n')
    expect(lines.map((line) => JSON.parse(line) as Alert)).toEqual(got.map(({ alert }) => alert))
    expect(stdout).toContain('! DENIED | spend~calm~buyer~r1 | strict | tool buy | no ␛[2J')
    for (const text of [stdout, ...lines]) expect(text).not.toContain('7f3a91')
  })

  test('tell of a guard that was bypassed when the trial is judged: what comes at the end is seen to', async () => {
    let cwd = ''
    const { url, got } = await receiver((response, { kind }) => {
      if (kind === 'bypassed') writeFileSync(join(cwd, 'heard'), '')
      response.end()
    })
    cwd = project([{ to: 'webhook', url }], 'observe')
    const { heardInTime } = await run(cwd, 50)
    expect(got.map(({ alert }) => alert.kind)).toEqual(['egress', 'bypassed'])
    expect(got[1]?.alert).toMatchObject({ guard: 'strict', call: 'c1', message: 'it was bought' })
    expect(heardInTime).toBe(false)
  })

  test.each([
    ['says no', (response: ServerResponse) => void response.writeHead(500).end(), 300],
    // Who waited for it would not be done within the seconds that a crowded machine takes.
    ['never answers', () => {}, 30_000],
  ])(
    'to a server that %s break and delay no trial, and that is told at the end',
    async (_, answer, timeoutMs) => {
      const { url } = await receiver(answer)
      const { code, stdout, tookMs } = await run(project([{ to: 'webhook', url, timeoutMs }]))
      const alone = await run(project([]))
      expect(code).toBe(alone.code)
      expect(stdout).toMatch(/2 of 2 alerts did not reach the sink "webhook"/)
      expect(alone.stdout).not.toContain('alerts')
      expect(tookMs).toBeLessThan(20_000)
    },
    60_000,
  )

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
