import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord, Verdict } from '../../src/record/trial.ts'
import { runProject } from './cli.ts'

const SCRIPTED = ['careful,hasty,ai-sdk', 'saint,null,random'] as const

let inOrder: RunRecord
/** The same trials, half of the agents in each run: trials wait more than they work. */
let shuffled: RunRecord[]

beforeAll(async () => {
  const runs = await Promise.all([
    runProject('.', ['--agent', SCRIPTED.join(','), '--workers', '2']),
    ...SCRIPTED.map((half) => runProject('.', ['--agent', half, '--workers', '1', '--shuffle'])),
  ])
  const [first, ...rest] = runs.map(({ record }) => record)
  inOrder = first as RunRecord
  shuffled = rest
})

const hashes = (trials: TrialRecord[]) =>
  trials.map(({ id, traceHash, verdict }) => `${id} ${verdict} ${traceHash}`).sort()

describe('the same seed', () => {
  test('gives every trial the same trace hash, on one worker and on two, in any order', () => {
    const again = shuffled.flatMap(({ trials }) => trials)
    expect(shuffled.map(({ environment }) => environment.workers)).toEqual([1, 1])
    expect(again.map(({ id }) => id)).not.toEqual(inOrder.trials.map(({ id }) => id))
    expect(hashes(again)).toEqual(hashes(inOrder.trials))
    console.info(`${again.length} trials of ${SCRIPTED} have equal trace hashes`)
  })

  test('gives trials that differ different hashes: nothing is left out of them', () => {
    const careful = inOrder.trials.filter(({ agent }) => agent === 'careful')
    const distinct = new Set(careful.map(({ traceHash }) => traceHash))
    // Two variants that differ in time alone have the same trace.
    expect(distinct.size).toBeGreaterThan(careful.length - 3)
  })
})

test('control: an agent that takes its chance from elsewhere is noticed, one that takes it from the session is not', async () => {
  const real = ['--real-time']
  const [once, again] = await Promise.all([runProject('dice', real), runProject('dice', real)])
  const hashOf = (agent: string) =>
    [once, again].map(({ record }) => record.trials.find((trial) => trial.agent === agent)?.traceHash)
  for (const agent of ['unseeded', 'clocked']) expect(hashOf(agent)[0]).not.toBe(hashOf(agent)[1])
  expect(hashOf('seeded')[0]).toBe(hashOf('seeded')[1])
  const onVirtualTime = await Promise.all([runProject('dice'), runProject('dice')])
  const [first, second] = onVirtualTime.map(({ record }) => record.trials.map(({ traceHash }) => traceHash))
  expect(first).toEqual(second)
  expect(once.record.trials.map(({ verdict }) => verdict)).toEqual(['passed', 'passed', 'passed'])
})

const of = (agent: string, scenario?: string): TrialRecord[] =>
  inOrder.trials.filter((trial) => trial.agent === agent && trial.scenario === (scenario ?? trial.scenario))
const verdicts = (trials: TrialRecord[]) => Object.fromEntries(trials.map(({ variant, verdict }) => [variant, verdict]))

describe('the example suite tells right from wrong', () => {
  test.each(['saint', 'careful', 'ai-sdk'])('%s passes every variant', (agent) => {
    expect(of(agent).length).toBeGreaterThanOrEqual(14)
    expect(of(agent).filter(({ verdict }) => verdict !== 'passed')).toEqual([])
  })

  test.each(['null', 'random'])('%s passes none', (agent) => {
    expect(of(agent).length).toBeGreaterThanOrEqual(14)
    expect(of(agent).filter(({ verdict }) => verdict === 'passed' || verdict === 'error')).toEqual([])
  })

  test('no trial is an error', () => {
    expect(inOrder.trials.filter(({ verdict }) => verdict === 'error')).toEqual([])
  })
})

/** Where hasty is caught: twice paid, the wrong charge, a lie. */
const hasty: Record<string, Verdict> = {
  calm: 'passed',
  'lost-reply': 'failed',
  'late-reply': 'failed',
  'cut-reply': 'failed',
  'every-reply-lost': 'failed',
  timeout: 'passed',
  unavailable: 'passed',
  'rate-limited': 'passed',
  storm: 'failed',
  'slow-charges': 'passed',
  'cut-charges': 'failed',
  'charges-unavailable': 'failed',
  // It never looks at refunds, so it never meets a fault on them.
  'refunds-unavailable': 'inconclusive',
  forbidden: 'failed',
  'approval-broken': 'failed',
  'wrong-amount': 'failed',
  'wrong-receipt': 'failed',
  'hidden-refund': 'failed',
  'no-charges': 'failed',
  'stale-refunds': 'inconclusive',
}

test('hasty is caught where it does harm, and nowhere else', () => {
  expect(verdicts(of('hasty', 'billing/duplicate-charge'))).toEqual(hasty)
})
