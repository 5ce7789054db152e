import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { installedProject } from '../commands/planted.ts'
import { mettle, readRecord } from '../e2e/cli.ts'

const DATABASES = `import { readFileSync } from 'node:fs'
  import { defineDatabase, defineScenario } from 'mettle'
  const scenario = (rows) => defineScenario({
    task: { text: 'Read n.' },
    world: { databases: { shop: defineDatabase({ schema: { sql: 'CREATE TABLE t (id int PRIMARY KEY, n int)' }, rows }) } },
    scorers: [{ use: 'end-state', params: { unchanged: ['shop.t'] } }],
  })
  /** All three of one function that looks the same. */
  export const made = (n) => scenario(() => ({ t: [{ id: 1, n }] }))
  export const drawn = () => scenario(({ random }) => ({ t: [{ id: 1, n: random.int(1e9) }] }))
  export const fromFile = () => scenario(() => JSON.parse(readFileSync(new URL('./rows.json', import.meta.url), 'utf8')))`

const rows = (n: number) => JSON.stringify({ t: [{ id: 1, n }] })
const made = (n: number) => `import { made } from '../databases.ts'\nexport default made(${n})`

test('databases of one factory have rows of their own, and a file that they are read from is read at each run', async () => {
  const cwd = installedProject({
    'mettle.config.ts': "export default { agents: { reader: './reader.ts' } }",
    'reader.ts': "export const run = async (_, { sql }) => (await sql('shop').query('SELECT n FROM t')).rows[0].n",
    'databases.ts': DATABASES,
    'rows.json': rows(8),
    'scenarios/one.scenario.ts': made(1),
    'scenarios/two.scenario.ts': made(2),
    'scenarios/three.scenario.ts': made(3),
    'scenarios/drawn.scenario.ts': "import { drawn } from '../databases.ts'\nexport default drawn()",
    'scenarios/file.scenario.ts': "import { fromFile } from '../databases.ts'\nexport default fromFile()",
  })
  /** What was read, and the definition, of each scenario. */
  const run = async (name: string, seed: string) => {
    const out = join(cwd, name)
    const { code, stderr } = await mettle(['run', '--out', out, '--seed', seed, '--reporter', 'json'], { cwd })
    expect(code, stderr).toBe(0)
    const { trials } = readRecord(out)
    const by = <T>(told: (trial: (typeof trials)[number]) => T) =>
      Object.fromEntries(trials.map((trial) => [trial.scenario, told(trial)]))
    return { read: by(({ answer }) => answer), definitions: by(({ definition }) => definition) }
  }
  const first = await run('first', '1')
  expect(first.read).toEqual({ one: 1, two: 2, three: 3, file: 8, drawn: expect.any(Number) })
  writeFileSync(join(cwd, 'rows.json'), rows(9))
  const second = await run('second', '2')
  expect(second.read).toEqual({ one: 1, two: 2, three: 3, file: 9, drawn: expect.any(Number) })
  expect(second.read.drawn).not.toBe(first.read.drawn)
  // Control: the definition of a world that nobody changed is the same, whatever is drawn for its rows.
  const changed = Object.keys(first.definitions).filter((name) => first.definitions[name] !== second.definitions[name])
  expect(changed).toEqual(['file'])
  expect(new Set(Object.values(first.definitions)).size).toBe(5)
  const { code, stderr } = await mettle(['replay', 'file~calm~reader~r1', '--run', join(cwd, 'first')], { cwd })
  expect([code, stderr]).toEqual([2, expect.stringContaining('"file" has changed since this run')])
})
