import { beforeAll, describe, expect, test } from 'vitest'
import { type Ended, mettleInBatch, plantProject, readEvents, runProject, trialOf } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  // Most of the time its trials wait for what never ends.
  ran = await runProject('own-code', ['--workers', '6'])
})

const trial = (scenario: string) => trialOf(ran.record, 'visitor', scenario)

const NEVER = 'it had not answered after 30000 ms'
const PROMISE = 'it gave a promise, and nobody waits for one here'
const CUT = 'still running after 8000 ms'

describe('a guard of one’s own that fails is told as that, never as the agent', () => {
  test('control: one that does not fail passes', () => {
    const { verdict, effects, guards } = trial('sound')
    expect([verdict, effects, guards[0]?.outcome]).toEqual(['passed', 1, 'held'])
  })

  test.each([
    ['decide-never', `guard decide-never during call c1 (${NEVER})`],
    ['decide-throws', 'guard decide-throws during call c1 (a bug of ours)'],
    ['decide-spins', `in guard decide-spins: ${CUT}`],
    ['decide-spins-later', `in guard decide-spins-later: ${CUT}`],
    ['decide-exits', 'in guard decide-exits: the agent ended the process (exit 0)'],
    ['decide-fails-behind-its-back', 'guard decide-fails-behind-its-back (an error that nobody caught: a bug of ours)'],
    ['concerns-throws', 'guard concerns-throws during call c1 (a bug of ours)'],
    ['concerns-spins', `in guard concerns-spins: ${CUT}`],
    ['concerns-promises', `guard concerns-promises during call c1 (${PROMISE})`],
    ['settle-throws', 'guard settle-throws during call c1 (a bug of ours)'],
    ['settle-promises', `guard settle-promises during call c1 (${PROMISE})`],
    ['settle-never', `guard settle-never during call c1 (${PROMISE})`],
    ['settle-spins', `in guard settle-spins: ${CUT}`],
    ['resolve-throws', 'guard resolve-throws during call c1 (a bug of ours)'],
    ['resolve-promises', `guard resolve-promises during call c1 (${PROMISE})`],
    ['start-throws', 'Failed to start guard start-throws: a bug of ours'],
    ['start-spins', 'in guard start-spins: '],
    ['oracle-throws', 'oracle of guard oracle-throws (a bug of ours)'],
    ['oracle-spins', 'oracle of guard oracle-spins (took longer than 1500 ms)'],
    ['oracle-of-nothing', 'oracle of guard oracle-of-nothing (What it gave does not fit: '],
  ])('%s', (scenario, expected) => {
    const { verdict, reason } = trial(scenario)
    expect({ verdict, reason }).toEqual({ verdict: 'error', reason: expect.stringContaining(expected) })
  })

  test('before the agent began, nothing is said of it', () => {
    expect(trial('start-spins').reason).not.toContain('seen as well')
    expect(trial('start-throws').reason).not.toContain('seen as well')
  })

  test.each(['decide-never', 'decide-throws', 'decide-spins', 'concerns-throws', 'concerns-spins', 'resolve-throws'])(
    '%s: nothing is done',
    (scenario) => {
      expect(trial(scenario).effects).toBe(0)
    },
  )
})

describe('an approver that is code', () => {
  test.each(['approver-of-code', 'approver-in-yaml'])('%s says yes to what it is shown', (scenario) => {
    const { verdict, effects, guards } = trial(scenario)
    expect([verdict, effects, guards[0]?.decisions.hold]).toEqual(['passed', 1, 1])
  })

  test('of a module takes its time, has a name, and answers otherwise in another variant', () => {
    const trials = ran.record.trials.filter(({ scenario }) => scenario === 'approver-of-a-module')
    expect(trials.map(({ variant, verdict, effects }) => [variant, verdict, effects])).toEqual([
      ['calm', 'passed', 1],
      ['away', 'passed', 0],
    ])
    const [said] = trials.flatMap((one) => readEvents(ran.out, one)).filter(({ type }) => type === 'approval')
    expect(said).toMatchObject({ answer: 'approved', by: 'carla', waitedMs: 60_000 })
  })

  test.each([
    ['approver-throws', 'approver during call c1 (a bug of ours)'],
    ['approver-throws-later', 'approver during call c1 (a bug of ours)'],
    ['approver-never', 'approver during call c1 (it had not answered after 20000 ms)'],
    ['approver-garbage', "approver during call c1 (it answered \"perhaps\": expected 'approve', 'deny',"],
    ['approver-nothing', 'approver during call c1 (it answered a value of type undefined: expected'],
    ['approver-spins', `in approver: ${CUT}`],
  ])('%s: the harness failed, not the agent, and nothing is done', (scenario, expected) => {
    const { verdict, reason, effects } = trial(scenario)
    expect({ verdict, reason, effects }).toEqual({
      verdict: 'error',
      reason: expect.stringContaining(expected),
      effects: 0,
    })
  })
})

describe('is checked when the scenario is loaded', () => {
  const scenario = (approver: string) =>
    `export default { task: { text: 'x' }, world: { approver: ${approver} }, variants: { away: [] }, scorers: [{ use: 'limits', params: { calls: 9 } }] }`

  const wrong: [string, string][] = [
    ["'./nobody.js'", 'world.approver: ./nobody.js does not exist beside the scenario'],
    ["'./people.js#karla'", 'world.approver: ./people.js exports no "karla". Did you mean "carla"?'],
    ["'./people.js#age'", 'world.approver: expected'],
    ["'carla'", 'world.approver: expected'],
    ["{ answers: './people.js#age' }", 'world.approver.answers: expected array or what defineApprover returns'],
    [
      "{ answers: ['approve'], variants: { away: './people.js#karla' } }",
      'world.approver.variants.away: ./people.js exports no',
    ],
    ["{ answers: ['aprove'] }", 'world.approver.answers[0]: '],
  ]
  const right = "'./people.js#carla'"
  let ended: Map<string, Ended>

  beforeAll(async () => {
    const approvers = [right, ...wrong.map(([approver]) => approver)]
    const all = await mettleInBatch(
      approvers.map((approver) => ({
        args: ['list'],
        cwd: plantProject({
          'mettle.config.js': "export default { agents: { a: './agent.js' } }",
          'agent.js': 'export const run = () => null',
          'scenarios/people.js': "export const carla = () => 'approve'; export const age = 7",
          'scenarios/one.scenario.js': scenario(approver),
        }),
      })),
    )
    ended = new Map(approvers.map((approver, at) => [approver, all[at] as Ended]))
  })

  test.each(wrong)('%s', (approver, expected) => {
    const { code, stderr } = ended.get(approver) as Ended
    expect([code, stderr]).toEqual([2, expect.stringContaining(expected)])
  })

  test('control: one that is there is no mistake', () => {
    expect(ended.get(right)).toMatchObject({ code: 0, stderr: '' })
  })
})
