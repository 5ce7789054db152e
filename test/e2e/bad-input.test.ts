import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Ended, filesBelow, mettle, mettleInBatch, plantProject, ROOT } from './cli.ts'

const SOUND = {
  'mettle.config.ts': "export default { agents: { idle: './agents/idle.ts' } }",
  'agents/idle.ts': "export const run = () => 'done'",
  'scenarios/one.scenario.ts': `export default {
    task: { text: 'Say done.' },
    scorers: [{ use: 'answer', params: { includes: ['done'] } }],
    tags: ['quick'],
  }`,
}

const withConfig = (text: string) => ({ ...SOUND, 'mettle.config.ts': text })
const withScenario = (members: string) => ({
  ...SOUND,
  'scenarios/one.scenario.ts': `export default { task: { text: 'Say done.' }, ${members} }`,
})
const variant = (...entries: string[]) => withScenario(`variants: { slow: [${entries.join(', ')}] }`)
const guards = (...uses: string[]) => withScenario(`guards: [${uses.join(', ')}]`)

interface BadInput {
  files?: Record<string, string>
  args?: string[]
  /** What the message says, in order. */
  says: string[]
}

const CONFIG = 'Failed to load mettle.config.ts'
const SCENARIO = 'Failed to load scenarios/one.scenario.ts'

const badConfigs: Record<string, BadInput> = {
  'two configs': {
    files: { 'mettle.config.ts': 'export default {}', 'mettle.config.mjs': 'export default {}' },
    says: ['there are mettle.config.ts and mettle.config.mjs', '--config'],
  },
  'no config': { files: { 'a.txt': '' }, says: ['there is no mettle.config.ts here', '--config'] },
  'a config that is not there': { args: ['--config', 'conf.ts'], says: ['conf.ts does not exist'] },
  'a config that throws': { files: withConfig("throw new Error('boom')"), says: [`${CONFIG}: boom.`] },
  'a config that throws nothing': { files: withConfig('throw null'), says: [`${CONFIG}: null.`] },
  'a config that does not parse': { files: withConfig('export default {'), says: [CONFIG, 'Unexpected'] },
  'an enum': { files: withConfig('enum A { B }; export default {}'), says: [CONFIG, 'Node can strip'] },
  'no default export': {
    files: withConfig('export const a = 1'),
    says: ['(the whole value): expected object', 'nothing'],
  },
  'an unknown key': { files: withConfig('export default { agentz: {} }'), says: ['agentz: there is no', '"agents"'] },
  'a key that is unknown in a union': {
    files: withConfig("export default { agents: { idle: { modul: './agents/idle.ts' } } }"),
    says: ['agents.idle.modul: there is no such setting', 'Did you mean "module"?'],
  },
  'a wrong type': {
    files: withConfig("export default { workers: 'two' }"),
    says: ['workers: expected number, found "two"'],
  },
  'a wrong type in a union': {
    files: withConfig('export default { agents: { idle: 3 } }'),
    says: ['agents.idle: expected string or object, found 3'],
  },
  'a name that no agent can have': {
    files: withConfig("export default { agents: { 'a b': './agents/idle.ts' } }"),
    says: ['agents["a b"]: expected a name of letters'],
  },
  'a module of an agent that is not there': {
    files: withConfig("export default { agents: { idle: './agents/idel.ts' } }"),
    says: ['agents.idle: ./agents/idel.ts does not exist'],
  },
  'no agent': { files: withConfig('export default {}'), says: ['There is no agent to run', '"agents" in the config'] },
  'a reporter that is unknown': {
    files: withConfig("export default { agents: { idle: './agents/idle.ts' }, reporters: ['htlm'] }"),
    says: ['no reporter "htlm"', 'Did you mean "html"?'],
  },
  'a folder of scenarios that is not there': {
    files: withConfig("export default { agents: { idle: './agents/idle.ts' }, scenarios: 'nowhere' }"),
    says: ['nowhere is no folder'],
  },
}

const badScenarios: Record<string, BadInput> = {
  'no default export': { files: { ...SOUND, 'scenarios/one.scenario.ts': 'export const a = 1' }, says: ['no default'] },
  'an unknown key': { files: withScenario('gaurds: []'), says: ['gaurds: there is no', 'Did you mean "guards"?'] },
  'a guard with a typo': {
    files: guards("{ use: 'budgte', params: { trial: 1 } }"),
    says: ['guards[0].use: there is no guard "budgte"', 'Did you mean "budget"?'],
  },
  'a guard used twice': {
    files: guards("{ use: 'budget', params: { trial: 1 } }", "{ use: 'budget', params: { trial: 2 } }"),
    says: ['guards[1].use: guard "budget" is used twice'],
  },
  'a guard of a kind that does not exist': {
    files: guards("{ use: 'budget', mode: 'enforced', params: { trial: 1 } }"),
    says: ['guards[0].mode: expected', '"enforced"', 'Did you mean "enforce"?'],
  },
  'a parameter with a typo': {
    files: guards("{ use: 'budget', params: { trial: 1, trail: 1 } }"),
    says: ['guards[0].params: budget: trail: there is no such setting', 'Did you mean "trial"?'],
  },
  'a fault with a typo': {
    files: variant("{ fault: 'latncy', params: { ms: 1 } }"),
    says: ['variants.slow[0].fault: there is no fault "latncy"', 'Did you mean "latency"?'],
  },
  'a word for when with a typo': {
    files: variant("{ fault: 'latency', params: { ms: 1 }, when: 'alwyas' }"),
    says: ['variants.slow[0].when: expected "always" or object, found "alwyas"'],
  },
  'a key of when with a typo': {
    files: variant("{ fault: 'latency', params: { ms: 1 }, when: { nht: 1 } }"),
    says: ['variants.slow[0].when.nht: there is no such setting', 'Did you mean "nth"?'],
  },
  'a count of when that is too small': {
    files: variant("{ fault: 'latency', params: { ms: 1 }, when: { nth: 0 } }"),
    says: ['variants.slow[0].when.nth:', '>=1, found 0'],
  },
  'an entry that can never run': {
    files: variant("{ fault: 'timeout', params: { afterMs: 1 } }", "{ fault: 'latency', params: { ms: 1 } }"),
    says: ['variants.slow: entry 1 (latency on "*") can never run: entry 0 (timeout on "*")'],
  },
  'a fault in calm': {
    files: withScenario("variants: { calm: [{ fault: 'none' }] }"),
    says: ['variants.calm: calm is the variant without faults'],
  },
  'a name that no variant can have': {
    files: withScenario('variants: { Slow: [] }'),
    says: ['variants.Slow: expected a name of a-z'],
  },
  'a scorer with a typo': {
    files: withScenario("scorers: [{ use: 'answr' }]"),
    says: ['scorers[0].use: there is no scorer "answr"', 'Did you mean "answer"?'],
  },
  'a superset of no calls': {
    files: withScenario("scorers: [{ use: 'trajectory', params: { match: 'superset', calls: [] } }]"),
    says: ['scorers[0].params', 'a superset of no calls is any: give calls'],
  },
  'a variant in only that is unknown': {
    files: withScenario("scorers: [{ use: 'answer', params: { includes: ['x'] }, only: ['clam'] }]"),
    says: ['scorers[0].only: there is no variant "clam"', 'Did you mean "calm"?'],
  },
  'a required guard that is not used': {
    files: withScenario("guards: [{ use: 'budget', params: { trial: 1 } }], requires: ['bugdet']"),
    says: ['requires[0]: no guard "bugdet" is used here', 'Did you mean "budget"?'],
  },
  'a saint that is not there': {
    files: withScenario("saint: './one.saint.ts'"),
    says: ['saint: ./one.saint.ts does not exist'],
  },
  'a limit with a typo': {
    files: withScenario('limits: { deadlinMs: 5 }'),
    says: ['limits.deadlinMs: there is no such setting', 'Did you mean "deadlineMs"?'],
  },
  'tools that are statements, as they once were written': {
    files: withScenario('world: { sqlTools: {} }'),
    says: ['world.sqlTools: these are tools. Write: tools: { name: defineSqlTool({ ... }) }'],
  },
  'rows that are values': {
    files: {
      ...SOUND,
      'scenarios/one.scenario.ts': `import { defineDatabase } from '${join(ROOT, 'src/world/databases/define.ts')}'
        const shop = defineDatabase({ schema: { sql: '' }, rows: { orders: [{ id: 1 }] } })
        export default { task: { text: 'Say done.' }, world: { databases: { shop } } }`,
    },
    says: ['defineDatabase: rows: expected', 'rows: () => ({ orders: [{ id: 1 }] })'],
  },
  'a statement on a database that is not there': {
    files: withScenario("world: { tools: { ask: { input: {}, database: 'shop', statement: () => ({ text: '' }) } } }"),
    says: ['world.tools.ask: there is no database "shop"'],
  },
  'a tool that is none': {
    files: withScenario('world: { tools: { ask: { input: {} } } }'),
    says: ['world.tools.ask: expected what defineTool or defineSqlTool returns'],
  },
  'an API that is none': {
    files: withScenario('world: { apis: { desk: {} } }'),
    says: ['world.apis.desk: expected what defineApi returns, found {}'],
  },
  'a declared call that no handler answers': {
    files: withScenario("world: { apis: { desk: { collections: [], handlers: [], calls: { 'GET /x': {} } } } }"),
    says: ['world.apis: API "desk": calls["GET /x"] fits none of its handlers'],
  },
  'data of an unknown collection': {
    files: withScenario("world: { data: { 'desk.notes': {} } }"),
    says: ['world.data["desk.notes"]: there is no such collection'],
  },
  'a hole in the task that nothing fills': {
    files: {
      ...SOUND,
      'scenarios/one.scenario.ts': "export default { task: { text: 'Say {{word}}.', data: { wrod: 'done' } } }",
    },
    says: ['task.text: there is no "word" in task.data', 'Did you mean "wrod"?'],
  },
}

const badArguments: Record<string, BadInput> = {
  'an agent': { args: ['--agent', 'idel'], says: ['no agent "idel"', 'Did you mean "idle"?'] },
  'no agent at all': { args: ['--agent', ''], says: ['--agent', 'must name something'] },
  'an agent that does not ship': {
    args: ['--agent', 'mettle/rcer'],
    says: ['There is no agent "mettle/rcer"', 'Did you mean "mettle/racer"?'],
  },
  'a saint where there is none': { args: ['--agent', 'saint'], says: ['Scenario "one" names no saint'] },
  'a model': { args: ['--model', 'm-1'], says: ['There is no model "m-1"'] },
  'a variant': { args: ['--variant', 'clam'], says: ['no variant "clam"', 'Did you mean "calm"?'] },
  'a reporter': { args: ['--reporter', 'htlm'], says: ['no reporter "htlm"', 'Did you mean "html"?'] },
  'a tag': { args: ['--tag', 'quik'], says: ['tag "quik"', 'Did you mean "quick"?'] },
  'a metric of a gate': { args: ['--gate', 'pasRate >= 1'], says: ['"pasRate"', 'Did you mean "passRate"?'] },
  'a tag of a gate': { args: ['--gate', 'passRate{agnt:idle} >= 1'], says: ['"agnt"', 'Did you mean "agent"?'] },
  'a value of a tag of a gate': { args: ['--gate', 'passRate{agent:idel} >= 1'], says: ['Did you mean "idle"?'] },
  'a pattern that fits nothing': { args: ['oen*'], says: ['No scenario fits "oen*"', 'Known: one.'] },
  'a regular expression': { args: ['--grep', '('], says: ['Failed to read --grep', 'Unterminated group'] },
  'a filter that leaves nothing': { args: ['--grep', 'zzz'], says: ['There is no trial to run'] },
  'no workers': { args: ['--workers', '0'], says: ["--workers <count>' argument '0'", 'at least 1'] },
  'half a trial': { args: ['--trials', '0.5'], says: ['--trials', 'whole number'] },
  'an option': { args: ['--agnet', 'idle'], says: ["unknown option '--agnet'", 'Did you mean --agent?'] },
}

const all = [
  ...Object.entries(badConfigs).map(([name, bad]) => ({ ...bad, name: `config: ${name}` })),
  ...Object.entries(badScenarios).map(([name, bad]) => {
    return { ...bad, name: `scenario: ${name}`, says: [SCENARIO, ...bad.says] }
  }),
  ...Object.entries(badArguments).map(([name, bad]) => ({ ...bad, name: `argument: ${name}` })),
].map(({ files = SOUND, args = [], ...bad }) => ({ ...bad, args: ['run', ...args], cwd: plantProject(files) }))

function expectInOrder({ stderr }: Ended, says: string[]): void {
  let from = 0
  for (const text of says) {
    const place = stderr.indexOf(text, from)
    expect(place, `${JSON.stringify(text)} in\n${stderr}`).toBeGreaterThanOrEqual(0)
    from = place + text.length
  }
}

test('control: the same project without a mistake runs, and leaves a run', async () => {
  const cwd = plantProject(SOUND)
  const { code, stdout, stderr } = await mettle(['run', 'one', '--agent', 'idle', '--grep', 'calm'], { cwd })
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout).toContain('Report: reports/latest/index.html')
  const files = filesBelow(join(cwd, 'reports'))
  expect(files).toEqual([
    'latest',
    'latest/audit.jsonl',
    'latest/index.html',
    'latest/planned.jsonl',
    'latest/run.json',
    'latest/traces',
    expect.stringMatching(/^latest\/traces\/w\S+\.jsonl$/),
    'latest/trials.jsonl',
  ])
})

describe('exit 2, one message and nothing written', () => {
  const before = new Map(all.map(({ name, cwd }) => [name, filesBelow(cwd)]))
  let ended = new Map<string, Ended>()

  beforeAll(async () => {
    const results = await mettleInBatch(all)
    ended = new Map(all.map(({ name }, index) => [name, results[index] as Ended]))
  })

  test.each(all)('$name', ({ name, cwd, says }) => {
    const result = ended.get(name) as Ended
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expectInOrder(result, says)
    expect(result.stderr).not.toContain('    at ')
    expect(filesBelow(cwd)).toEqual(before.get(name))
  })

  test.each(['config: an unknown key', 'scenario: a saint that is not there', 'argument: a tag'])(
    'from the command line as well: %s',
    async (name) => {
      const line = all.find((bad) => bad.name === name)
      if (!line) throw new Error(`There is no case "${name}".`)
      expect(await mettle(line.args, line)).toEqual(ended.get(name))
    },
  )
})

describe('--out', () => {
  const places: [string, string, Record<string, string>][] = [
    ['a folder of something else', 'mine', { 'mine/keep.txt': 'keep' }],
    ['a file', 'mine/keep.txt', { 'mine/keep.txt': 'keep' }],
    ['a place below a file', 'mine/keep.txt/deep', { 'mine/keep.txt': 'keep' }],
    ['a folder with a run.json of another kind', 'mine', { 'mine/run.json': '{"scripts":{}}', 'mine/a.txt': '' }],
    ['a place whose run before would go over something else', 'mine/latest', { 'mine/previous/keep.txt': 'keep' }],
  ]

  test('what holds something else than a run is not touched', async () => {
    const lines = places.map(([, out, files]) => ({
      cwd: plantProject({ ...SOUND, ...files }),
      args: ['run', '--out', out],
    }))
    const before = lines.map(({ cwd }) => contentsOf(cwd))
    const ended = await mettleInBatch(lines)
    for (const [index, { code, stdout, stderr }] of ended.entries()) {
      expect([places[index]?.[0], code, stdout]).toEqual([places[index]?.[0], 2, ''])
      expect(stderr).toMatch(/^Failed to write .*mine.* Choose another place with --out\.\n$/)
    }
    expect(lines.map(({ cwd }) => contentsOf(cwd))).toEqual(before)
  })

  test('control: an empty folder and a run before are replaced', async () => {
    const cwd = plantProject(SOUND)
    mkdirSync(join(cwd, 'mine'))
    expect((await mettle(['run', '--out', 'mine'], { cwd })).code).toBe(0)
    writeFileSync(join(cwd, 'mine/mark.txt'), 'the first')
    expect((await mettle(['run', '--out', 'mine'], { cwd })).code).toBe(0)
    expect(filesBelow(join(cwd, 'mine'))).not.toContain('mark.txt')
    expect(readFileSync(join(cwd, 'mine.previous/mark.txt'), 'utf8')).toBe('the first')
  })
})

function contentsOf(folder: string): [string, string][] {
  return filesBelow(folder)
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => [path, readFileSync(join(folder, path), 'utf8')])
}

test('the other commands refuse as well', async () => {
  const sound = plantProject({ ...SOUND, 'run/run.json': '{' })
  const lines: [string[], string[]][] = [
    [['rnu'], ["unknown command 'rnu'", 'Did you mean run?']],
    [[], ['Usage: mettle']],
    [
      ['list', 'oen*'],
      ['No scenario fits "oen*"', 'Known: one.'],
    ],
    [['report'], ['reports/latest/run.json does not exist', 'mettle run']],
    [['report', 'agents'], ['run.json does not exist']],
    [['report', 'run'], ['run.json: it is not JSON']],
  ]
  const ended = await mettleInBatch(lines.map(([args]) => ({ cwd: sound, args })))
  for (const [index, result] of ended.entries()) {
    expect(result).toMatchObject({ code: 2, stdout: '' })
    expectInOrder(result, lines[index]?.[1] ?? [])
  }
})
