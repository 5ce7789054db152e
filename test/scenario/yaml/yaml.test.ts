import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { loadScenario } from '../../../src/scenario/load.ts'
import { mettle, plantProject, ROOT, readRecord, temporaryFolder } from '../../e2e/cli.ts'

const project = join(import.meta.dirname, 'project')
const file = join(project, 'scenarios/billing/duplicate-charge.scenario.yaml')

const lineOf = (text: string) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .findIndex((line) => line.trim() === text) + 1

test('the example runs: the careful agent passes, the hasty one does not', async () => {
  const out = join(temporaryFolder(), 'run')
  const ended = await mettle(['run', '--out', out], { cwd: project })
  const { trials, gate, scenarios } = readRecord(out)
  const verdicts = (agent: string) =>
    trials.filter((trial) => trial.agent === agent).map(({ variant, verdict }) => `${variant} ${verdict}`)
  expect(verdicts('careful'), ended.stdout).toEqual(['calm passed', 'lost-reply passed', 'rough passed'])
  expect(verdicts('hasty')).toContain('lost-reply failed')
  expect([ended.code, gate.passed]).toEqual([0, true])
  expect(scenarios[0]?.variants).toMatchObject({ 'lost-reply': lineOf('lost-reply:'), rough: lineOf('rough:') })
})

test('text and data come from files, and changes of them change the definition', async () => {
  const scenario = await loadScenario('billing/duplicate-charge', file)
  expect(scenario.task.text).toMatch(/^Ada Byron says that order ord_1042 .* report\nthe id of the refund\.$/s)
  const before = await plantAndLoad({})
  const same = await plantAndLoad({})
  const other = await plantAndLoad({ 'scenarios/one.hbs': 'Say well done, {{who}}.' })
  expect(same.definition).toBe(before.definition)
  expect(other.definition).not.toBe(before.definition)
})

const SOUND: Record<string, string> = {
  'mettle.config.ts': "export default { agents: { idle: './idle.ts' } }",
  'idle.ts': "export const run = () => 'done'",
  'scenarios/one.scenario.yaml': 'task:\n  file: ./one.hbs\n  data: { who: Ada }\n',
  'scenarios/one.hbs': 'Say done, {{who}}.',
}

async function plantAndLoad(files: Record<string, string>) {
  return loadScenario('one', join(plantProject({ ...SOUND, ...files }), 'scenarios/one.scenario.yaml'))
}

/** What is wrong -> the file's text, and what its message says: the place first. */
const bad: Record<string, { text: string; says: string[] }> = {
  'no YAML': { text: 'task:\n  text: "open\n', says: [':3:1: ', 'quote'] },
  'a tag that nobody knows': { text: 'task:\n  text: !secret Say done.\n', says: [':2:9: ', '!secret'] },
  'a key twice': { text: 'task:\n  text: a\n  text: b\n', says: [':3:3: ', 'unique'] },
  'a misspelt member': {
    text: 'task:\n  text: Say done.\ngaurds: []\n',
    says: [':3:1: gaurds: there is no such setting.', 'Did you mean "guards"?'],
  },
  'a misspelt member inside': {
    text: 'task:\n  tetx: Say done.\n',
    says: [':2:3: task.tetx', 'Did you mean "text"?'],
  },
  'a guard that nobody has': {
    text: 'task: { text: a }\nguards:\n  - mode: observe\n    use: bugdet\n',
    says: [':4:5: guards[0].use: there is no guard "bugdet".', 'Did you mean "budget"?'],
  },
  'a parameter that the guard does not take': {
    text: 'task: { text: a }\nguards:\n  - use: budget\n    params:\n      trial: 5\n      actoin: 3\n',
    says: [':6:7: guards[0].params: budget: actoin: there is no such setting', 'Did you mean "action"?'],
  },
  'a wrong type': { text: 'task:\n  text: [a]\n', says: [':2:3: task.text: expected string, found ["a"]'] },
  'a module that is not there': {
    text: 'task: { text: a }\nworld:\n  apis:\n    shop: ./shop.ts#shop\n',
    says: [':4:5: world.apis.shop: ./shop.ts does not exist'],
  },
  'an export that is not there': {
    text: 'task: { text: a }\nscorers:\n  - use: ../idle.ts#rnu\n',
    says: [':3:5: scorers[0].use: ../idle.ts exports no "rnu".', 'Did you mean "run"?'],
  },
  'an export of the wrong kind': {
    text: 'task: { text: a }\nworld:\n  apis:\n    run: ../idle.ts\n',
    says: [':4:5: world.apis.run: expected what defineApi returns'],
  },
  'a file that is not there': { text: 'task:\n  file: ./two.hbs\n', says: [':2:3: task.file: "./two.hbs" does not'] },
  'a text twice': { text: 'task:\n  text: a\n  file: ./one.hbs\n', says: [':3:3: task.file: the task has a text'] },
  'a name that the data lacks': {
    text: 'task:\n  text: Hello {{whom}}\n  data: { who: Ada }\n',
    says: [':2:3: task.text: there is no "whom" in task.data.', 'Did you mean "who"?'],
  },
  'an empty file': { text: '', says: [':1:1: (the whole value): expected object'] },
  'a bomb of aliases': {
    text: `a: &a [${'x,'.repeat(9)}]\n${'bcdefghi'.replace(/./g, (name) => `${name}: &${name} [${`*${String.fromCharCode(name.charCodeAt(0) - 1)},`.repeat(9)}]\n`)}`,
    says: ['Excessive alias count'],
  },
}

describe('a scenario in YAML is refused with its place, with', () => {
  test.for(Object.entries(bad))('%s', async ([, { text, says }]) => {
    const failure = await plantAndLoad({ 'scenarios/one.scenario.yaml': text }).catch((thrown: Error) => thrown)
    expect(failure).toMatchObject({ name: 'UsageError' })
    const message = (failure as Error).message
    expect(message).toContain('one.scenario.yaml')
    for (const part of says) expect(message).toContain(part)
  })

  test('exit 2, from the command line', async () => {
    const text = 'task:\n  text: a\ntagz: [x]\n'
    const cwd = plantProject({ ...SOUND, 'scenarios/one.scenario.yaml': text })
    const { code, stderr } = await mettle(['run'], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain('scenarios/one.scenario.yaml:3:1: tagz: there is no such setting. Did you mean "tags"?')
  })
})

test('two files of one id are refused', async () => {
  const cwd = plantProject({ ...SOUND, 'scenarios/one.scenario.ts': "export default { task: { text: 'Say done.' } }" })
  const { code, stderr } = await mettle(['run'], { cwd })
  expect(code).toBe(2)
  expect(stderr).toMatch(/one\.scenario\.ts and .*one\.scenario\.yaml are both "one"/)
})

describe('the schema for editors', () => {
  const ajv = new Ajv({ strict: false, formats: { 'date-time': true } })
  const fits = ajv.compile(JSON.parse(readFileSync(join(ROOT, 'schemas/scenario.schema.json'), 'utf8')))
  const example = () => parse(readFileSync(file, 'utf8'))

  test('fits the example', () => {
    expect(fits(example()), JSON.stringify(fits.errors)).toBe(true)
  })

  test.each<[string, (scenario: ReturnType<typeof example>) => void]>([
    ['a misspelt member', (scenario) => Object.assign(scenario, { gaurds: [] })],
    ['a guard that nobody has', (scenario) => Object.assign(scenario.guards[0], { use: 'bugdet' })],
    ['a fault that nobody has', (scenario) => Object.assign(scenario.variants['lost-reply'][0], { fault: 'lost' })],
    ['a parameter that the guard does not take', (scenario) => Object.assign(scenario.guards[0].params, { actoin: 3 })],
    ['no text', (scenario) => delete scenario.task.file],
    ['an API that is no module', (scenario) => Object.assign(scenario.world.apis, { shop: 'shop' })],
  ])('does not fit %s', (_, change) => {
    const scenario = example()
    change(scenario)
    expect(fits(scenario)).toBe(false)
  })

  test('refers to nothing that it does not hold', () => {
    const text = readFileSync(join(ROOT, 'schemas/scenario.schema.json'), 'utf8')
    const { definitions } = JSON.parse(text)
    const names = [...text.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(0)
    for (const name of names) expect(definitions).toHaveProperty([String(name)])
  })
})
