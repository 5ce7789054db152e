import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readEvents, readRecord } from './cli.ts'

const at = (path: string) => pathToFileURL(join(ROOT, path)).href
const FILE = 'baselines/endpoints/shop/look.json'

/** Two tools, a guard that minds what is new, and an agent that calls what its environment says. */
function project(onNew = 'alert', more = ''): string {
  return plantProject({
    'mettle.config.js': `export default { agents: { looker: './agent.js' }, env: ['CALLS', 'NAME'], gate: ['passRate >= 0'] }`,
    'agent.js': `import { mkdirSync, writeFileSync } from 'node:fs'
      export const run = async (task, { tools }) => {
        ${more}
        for (const name of (process.env.CALLS ?? 'look').split(',')) await tools[name].call({})
      }`,
    'scenarios/shop/look.scenario.js': `import { z } from '${at('node_modules/zod/index.js')}'
      import { defineTool } from '${at('src/world/tool.ts')}'
      const tool = { description: 'Looks.', input: z.object({}), access: 'read', handler: () => ({}) }
      export default {
        task: { text: 'Look.' }, world: { tools: { look: defineTool(tool), peek: defineTool(tool) } },
        guards: [{ use: 'new-endpoint', params: { onNew: '${onNew}' } }],
        scorers: [{ use: 'limits', params: { calls: 10 } }],
      }`,
  })
}

async function run(cwd: string, calls = 'look', more: string[] = []) {
  await mettle(['run', '--reporter', 'json', '--workers', '1', ...more], { cwd, env: { CALLS: calls } })
  const out = join(cwd, 'reports/latest')
  const { trials } = readRecord(out)
  return trials.map((trial) =>
    readEvents(out, trial).flatMap((event) => (event.type === 'alert' ? [event.message] : [])),
  )
}

const accept = (cwd: string, ...more: string[]) =>
  mettle(['baseline', 'accept', '--known', 'endpoints', '--reason', 'looked at', ...more], { cwd })

const known = (cwd: string) =>
  (JSON.parse(readFileSync(join(cwd, FILE), 'utf8')) as { endpoints: { endpoint: string }[] }).endpoints.map(
    ({ endpoint }) => endpoint.replace(/#.*/, '#'),
  )

describe('E4: what is known to a scenario', () => {
  test('grows by the command alone, and is then left alone', async () => {
    const cwd = project()
    expect(await run(cwd)).toMatchObject([[expect.stringContaining('tool look #')]])
    expect(await run(cwd), 'a run learns nothing').toMatchObject([[expect.stringContaining('tool look #')]])
    expect(existsSync(join(cwd, FILE))).toBe(false)
    const { code, stdout } = await accept(cwd)
    expect(code).toBe(0)
    expect(stdout).toContain('shop/look: 1 endpoints accepted in baselines/endpoints/shop/look.json. Commit it.')
    expect(known(cwd)).toEqual(['tool look #'])
    expect(await run(cwd)).toEqual([[]])
    expect(await run(cwd, 'look,peek')).toMatchObject([[expect.stringContaining('tool peek #')]])
    await accept(cwd)
    expect(known(cwd)).toEqual(['tool look #', 'tool peek #'])
    expect((await accept(cwd)).stdout).toContain('Nothing was accepted')
  })

  test('what an agent writes into it is not read by its run', async () => {
    const planted = { schemaVersion: 1, endpoints: [{ endpoint: 'tool look', reason: '', acceptedAt: '' }] }
    const more = `mkdirSync('baselines/endpoints/shop', { recursive: true })
      writeFileSync('${FILE}', ${JSON.stringify(JSON.stringify(planted))}.replace('tool look', process.env.NAME))`
    const cwd = project('deny', more)
    // The name is the very one that the guard asks for.
    const [[message = ''] = []] = await run(project())
    const name = message.replace(' was never seen here before', '')
    expect(name).toMatch(/^tool look #/)
    const args = ['run', '--reporter', 'json', '--workers', '1', '--trials', '3']
    await mettle(args, { cwd, env: { CALLS: 'look', NAME: name } })
    const { trials } = readRecord(join(cwd, 'reports/latest'))
    expect(trials.map(({ guards }) => guards[0]?.decisions)).toEqual(
      Array(3).fill({ allow: 0, deny: 1, hold: 0, halt: 0 }),
    )
    // The control: the same file, read before a run, would have let it pass.
    await mettle(args, { cwd, env: { CALLS: 'look', NAME: name } })
    const again = readRecord(join(cwd, 'reports/latest')).trials
    expect(again[0]?.guards[0]?.decisions).toMatchObject({ allow: 1, deny: 0 })
  })

  test.each([
    ['nonsense', '{"schemaVersion":1,"endpoints":[1]}', 'it is no list of endpoints'],
    ['no JSON', '{', 'Failed to read baselines/endpoints/shop/look.json'],
  ])('a file of %s is a mistake, and no trial runs', async (_, content, message) => {
    const cwd = project()
    await run(cwd)
    await accept(cwd)
    writeFileSync(join(cwd, FILE), content)
    const { code, stderr } = await mettle(['run'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining(message)])
  })

  test('there is nothing else to accept', async () => {
    const cwd = project()
    await run(cwd)
    const { code, stderr } = await mettle(['baseline', 'accept', '--known', 'endpoint', '--reason', 'x'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('Did you mean "endpoints"?')])
  })
})
