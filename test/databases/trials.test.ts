import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { eventsOf } from '../../src/trace/evidence.ts'
import { mettle, readEvents, runProject } from '../e2e/cli.ts'

const PROJECT = '../../databases/project'

interface Run {
  out: string
  record: RunRecord
}

/** A run of the real command line. */
const run = (...args: string[]): Promise<Run> => runProject(PROJECT, args)

let orders: Run

beforeAll(async () => {
  orders = await run('orders', '--workers', '2')
})

function trial(agent: string, variant = 'calm', { record }: Run = orders): TrialRecord {
  const found = record.trials.find((one) => one.agent === agent && one.variant === variant)
  if (!found) throw new Error(`There is no trial of ${agent}.`)
  return found
}

/** What the trace of a trial says that was changed: 'update shop.orders 1 c2'. */
function effects(agent: string, variant = 'calm'): string[] {
  return eventsOf(readEvents(orders.out, trial(agent, variant)), 'effect').map(({ op, collection, id, calls }) =>
    `${op} ${collection} ${id} ${calls}`.trim(),
  )
}

describe('amount', () => {
  test('who changes more rows than can be listed has failed, and the harness has not', () => {
    expect(trial('floodsRows')).toMatchObject({
      verdict: 'failed',
      reason: expect.stringContaining('The agent changed more rows than can be listed (10000 of 10001)'),
      error: null,
      effects: 10_000,
    })
    // Control: as many as can be listed are no fault; no scorer judges them here.
    expect(trial('fillsToTheBrim')).toMatchObject({ verdict: 'inconclusive', effects: 10_000 })
  })
})

describe('time', () => {
  test('a query that takes 300 ms of real work moves no virtual time, and holds the clock before a timer', () => {
    expect(trial('asksOnce')).toMatchObject({
      answer: { virtualMs: 0, long: true, order: ['query'] },
      reproducible: true,
    })
  })

  test('a minute of latency passes at once, on the trial’s clock', () => {
    expect(trial('waitsLong', 'slow')).toMatchObject({ answer: { virtualMs: 60_000, quick: true } })
    // Control: without the fault it does not pass.
    expect(trial('waitsLong')).toMatchObject({ answer: { virtualMs: 0 } })
  })

  test('a client that gives up after a second has its statement executed when it is no longer held', () => {
    const answer = { virtualMs: 1_000, result: 'ETIMEDOUT', meanwhile: 1, later: 0 }
    expect(trial('losesPatience', 'slow')).toMatchObject({ answer })
    expect(trial('losesPatience')).toMatchObject({ answer: { result: 'done', meanwhile: 0 } })
  })

  test('now() and the defaults of columns follow the trial’s clock', () => {
    const at = (hour: number) => ({ made: `2026-01-05 ${hour}:00:00+00`, now: `2026-01-05 ${hour}:00:00+00` })
    const first = { made: '2026-01-05 09:00:00+00', now: '2026-01-05 09:00:00+00' }
    expect(trial('tellsTime').answer).toEqual([first, at(10), '2026-01-05T10:00:00.000Z'])
  })

  test('an approval after two hours, with the transaction open, takes no time', async () => {
    const approved = await run('approved', '--agent', 'holdsOpen')
    const [record] = approved.record.trials
    expect(record).toMatchObject({ answer: { virtualMs: 7_200_000, quick: true }, guards: [{ outcome: 'held' }] })
    const events = readEvents(approved.out, record as TrialRecord)
    expect(eventsOf(events, 'approval')).toMatchObject([{ answer: 'approved', by: 'dana', waitedMs: 7_200_000 }])
    expect(eventsOf(events, 'effect')).toMatchObject([{ op: 'delete', id: '1', calls: ['c2'] }])
  })
})

describe('five connections that race', () => {
  const seen = ({ record }: Run) => {
    const trials = record.trials.map(({ answer, traceHash }) => `${answer} ${traceHash}`)
    return { trials: trials.length, distinct: new Set(trials) }
  }

  test('give one order and one trace, 40 times over, on two workers and on one', async () => {
    const many = ['orders', '--agent', 'races', '--grep', 'calm', '--trials', '20']
    const two = seen(await run(...many, '--workers', '2'))
    const one = seen(await run(...many, '--workers', '1'))
    expect([two.trials, one.trials]).toEqual([20, 20])
    expect(two.distinct).toEqual(one.distinct)
    expect(two.distinct.size).toBe(1)
  })

  test('control: in real time they give many orders', async () => {
    const { trials, distinct } = seen(
      await run('orders', '--agent', 'races', '--grep', 'calm', '--trials', '10', '--workers', '2', '--real-time'),
    )
    console.info(`in real time: ${distinct.size} traces in ${trials} trials`)
    expect(distinct.size).toBeGreaterThan(1)
  })
})

describe('a trial that ends', () => {
  test('while a statement runs leaves nothing: the next trial has its lane', () => {
    expect(trial('leavesRunning')).toMatchObject({ answer: 'done', reset: 'journal', effects: 0 })
  })

  test('and never waited has done what had begun', () => {
    expect(effects('neverAwaits')).toEqual(['update shop.orders 1 c1'])
  })

  test('with an open transaction has done nothing', () => {
    expect(trial('leavesOpen')).toMatchObject({ answer: 'done', effects: 0, reset: 'journal' })
  })

  test('has had five hundred statements at once, one after the other', () => {
    expect(trial('floods')).toMatchObject({ answer: 500, effects: 500, reproducible: true })
  })

  test('by its own exit within a transaction: what was committed before is told, and nothing else', () => {
    expect(effects('exitsWithin')).toEqual(['update shop.orders 1 c1'])
    expect(trial('exitsWithin')).toMatchObject({ verdict: 'failed', reset: 'journal' })
  })

  test('by a kill right after a COMMIT was sent: what the worker did not live to tell is in the trace', () => {
    // It is told of the statement that was under way.
    expect(effects('exitsBehind')).toEqual(['update shop.orders 2 c3'])
  })

  test('by a kill within a transaction: nothing happened', () => {
    expect(effects('killsWithin')).toEqual([])
  })

  test('because two of its connections wait for each other: by its deadline', () => {
    expect(trial('locksItself')).toMatchObject({ verdict: 'failed', reason: expect.stringContaining('deadline') })
  })

  test('has never changed what another one finds: no trial is an error but those that were killed', () => {
    const errors = orders.record.trials.filter(({ verdict }) => verdict === 'error')
    expect([...new Set(errors.map(({ agent }) => agent))].sort()).toEqual(['exitsBehind', 'killsWithin'])
  })
})

test('an agent that goes to the server by itself is refused on its way, and that is on record', () => {
  const { verdict, answer } = trial('knocks')
  expect(verdict).toBe('failed')
  expect(answer).toMatchObject({ found: true, code: expect.stringMatching(/^E/) })
  const egress = eventsOf(readEvents(orders.out, trial('knocks')), 'egress')
  expect(egress).not.toEqual([])
})

test('a replay of a trial with a database gives the same trace', async () => {
  const cwd = join(import.meta.dirname, 'project')
  const { id } = trial('losesPatience', 'slow')
  const replayed = await mettle(['replay', id, '--run', orders.out], { cwd })
  expect(replayed.stdout).toContain(`as before, trace hash ${trial('losesPatience', 'slow').traceHash}`)
  expect(replayed.code).toBe(0)
})
