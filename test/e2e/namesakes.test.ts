import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { type Ended, mettle, mettleInBatch, plantProject, readRecord } from './cli.ts'

// Agents of a project that have the names of agents that ship: a control, the saint, an attacker.

const SHIPPED = { null: 'control', saint: 'control', salami: 'attacker', 'quiet-quitter': 'saboteur' }

let cwd: string
let list: Ended, own: Ended, both: Ended, saboteurs: Ended, replay: Ended
let record: RunRecord

beforeAll(async () => {
  const agents = Object.keys(SHIPPED).map((name) => `'${name}': './mine.ts'`)
  cwd = plantProject({
    'mettle.config.ts': `export default { agents: { ${agents.join(', ')} } }`,
    'mine.ts': "export const run = () => 'mine'",
    'scenarios/one.saint.ts': "export const run = () => 'mine, said the saint'",
    'scenarios/one.scenario.ts': `export default {
      task: { text: 'Say whose you are.' },
      saint: './one.saint.ts',
      scorers: [{ use: 'answer', params: { includes: ['mine'] } }],
    }`,
  })
  const pairs = Object.keys(SHIPPED).flatMap((name) => [name, `mettle/${name}`])
  const gate = ['--gate', 'passRate{agent:mettle/salami} == 0', '--gate', 'passRate{agent:salami} == 1']
  const out = join(cwd, 'reports/both')
  const args = [
    ['list', '--agents'],
    ['run', '--reporter', 'json'],
    ['run', '--reporter', 'json', '--out', out, '--agent', [...pairs, 'mettle/racer', 'racer'].join(), ...gate],
    ['run', '--saboteurs', '--list'],
  ]
  const ended = await mettleInBatch(args.map((one) => ({ cwd, args: one })))
  ;[list, own, both, saboteurs] = ended as [Ended, Ended, Ended, Ended]
  record = readRecord(out)
  const trial = record.trials.find(({ agent }) => agent === 'mettle/salami')
  replay = await mettle(['replay', String(trial?.id), '--run', out], { cwd })
})

const answersOf = (agent: string) => record.trials.filter((one) => one.agent === agent).map(({ answer }) => answer)

test("a project's agents run under names that ship", () => {
  expect(own).toMatchObject({ code: 0, stderr: '' })
  const { trials } = readRecord(join(cwd, 'reports/latest'))
  expect(trials.map(({ agent, answer }) => [agent, answer]).toSorted()).toEqual(
    Object.keys(SHIPPED)
      .map((name) => [name, 'mine'])
      .toSorted(),
  )
})

test.each(Object.keys(SHIPPED))("%s is the project's, and mettle/%s the one that ships", (name) => {
  expect(answersOf(name)).toEqual(['mine'])
  expect(answersOf(`mettle/${name}`)).toHaveLength(1)
  expect(answersOf(`mettle/${name}`)).not.toEqual(['mine'])
})

test("mettle/saint is the scenario's", () => {
  expect(answersOf('mettle/saint')).toEqual(['mine, said the saint'])
})

test('a name that the project leaves alone is one agent under both spellings', () => {
  expect(answersOf('racer')).toHaveLength(1)
  expect(answersOf('mettle/racer')).toEqual([])
})

test('gates tell the two apart, and a trial of the one that ships leads back to it', () => {
  expect(both).toMatchObject({ code: 0, stderr: '' })
  expect(replay).toMatchObject({ code: 0, stderr: '' })
})

test('list says what is whose', () => {
  for (const [name, kind] of Object.entries(SHIPPED)) {
    expect(list.stdout).toMatch(
      new RegExp(`^${name} +Yours, in place of the one that ships: that is mettle/${name} here\\.$`, 'm'),
    )
    expect(list.stdout).toMatch(new RegExp(`^mettle/${name} +${kind} +\\S`, 'm'))
  }
  expect(list.stdout).toMatch(/^racer +attacker +\S/m)
})

test('--saboteurs sends those that ship', () => {
  expect(saboteurs).toMatchObject({ code: 0, stderr: '' })
  const agents = saboteurs.stdout.split('\n').map((id) => id.split('~')[2])
  expect(agents).toContain('mettle-salami')
  expect(agents).toContain('racer')
  expect(agents).not.toContain('salami')
})

test('the docs say the same', () => {
  expect(readFileSync(join(import.meta.dirname, '../../docs/agents.md'), 'utf8')).toContain('`mettle/salami`')
})
