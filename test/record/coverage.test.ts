import { describe, expect, test } from 'vitest'
import { missingVariants } from '../../src/commands/suggestions.ts'
import { faults } from '../../src/faults/index.ts'
import { knownFaults } from '../../src/faults/known.ts'
import { coverageOf, coverageShare, neverDelivered, undecidedGuards } from '../../src/record/coverage.ts'
import type { KnownFault } from '../../src/record/known-fault.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { judgeRun } from '../../src/verdict/gate.ts'
import { fault, guard } from '../verdict/facts.ts'
import { planOf, trial } from '../verdict/runs.ts'

const counted = { ok: 1, error: 0, denied: 0, asked: 0, rejected: 0, retries: 0, usd: 0, calls: 1 }
const pay = { ...counted, action: 'bank POST /pay', channel: 'http' as const, access: 'write' as const }
const rates = { ...counted, action: 'bank GET /rates', channel: 'http' as const, access: 'read' as const }

const KNOWN: KnownFault[] = [
  { name: 'lost-reply', channels: ['http', 'tool'], known: 'unheard' },
  { name: 'stale-data', channels: ['http'], access: 'read', known: 'never' },
  { name: 'deadlock', channels: ['sql'], known: 'before' },
  { name: 'stream-cut', channels: ['http'], known: 'after', selective: true },
]

const shareOf = (rows: TrialRecord[], known = KNOWN) => coverageShare(coverageOf(rows, known))

describe('coverage', () => {
  test('is the share of pairs of a target that was called and a fault that concerns it', () => {
    const rows = [trial({ actions: [pay, rates] }), trial({ actions: [{ ...pay, met: ['lost-reply'] }] })]
    expect(coverageOf(rows, KNOWN)).toMatchObject([
      { target: 'bank POST /pay', met: ['lost-reply'], open: [] },
      { target: 'bank GET /rates', met: [], open: [{ name: 'lost-reply' }, { name: 'stale-data' }] },
    ])
    expect(shareOf(rows)).toBe(1 / 3)
  })

  test('takes no call that a guard kept from the world, and no trial that is an error', () => {
    const met = { ...pay, met: ['lost-reply'] }
    expect(shareOf([trial({ verdict: 'error', actions: [met] })])).toBeUndefined()
    expect(shareOf([trial({ actions: [{ ...pay, denied: 1 }] })])).toBeUndefined()
    expect(shareOf([trial({ actions: [met] })])).toBe(1)
  })

  test('of two scenarios is counted for each', () => {
    const rows = [trial({ actions: [{ ...pay, met: ['lost-reply'] }] }), trial({ scenario: 'other', actions: [pay] })]
    expect(shareOf(rows)).toBe(0.5)
  })

  test('of many tasks of one scenario is counted together', () => {
    const task = (name: string, met: string[]) =>
      trial({ scenario: `shop/${name}`, within: 'shop', actions: [{ ...pay, met }] })
    const rows = [task('T1', ['lost-reply']), task('T2', [])]
    expect(coverageOf(rows, KNOWN)).toMatchObject([{ scenario: 'shop', met: ['lost-reply'], open: [] }])
  })

  test('counts what concerns few calls once it was delivered', () => {
    const rows = [trial({ actions: [{ ...pay, met: ['stream-cut'] }, rates] })]
    expect(coverageOf(rows, KNOWN).map(({ met, open }) => [met, open.map(({ name }) => name)])).toEqual([
      [['stream-cut'], ['lost-reply']],
      [[], ['lost-reply', 'stale-data', 'stream-cut']],
    ])
  })

  test('knows which faults act on calls, and what a client knows of them', () => {
    const known = new Map(knownFaults(Object.values(faults)).map((one) => [one.name, one]))
    expect(known.get('lost-reply')?.known).toBe('unheard')
    expect(known.get('wrong-value')?.known).toBe('never')
    expect(known.get('malformed-body')?.known).toBe('after')
    expect(known.get('unavailable')?.known).toBe('before')
    expect([known.has('none'), known.has('guard-throws')]).toEqual([false, false])
  })
})

describe('the gate', () => {
  const rows = [trial({ actions: [{ ...pay, met: ['lost-reply'] }, rates], faults: [] })]
  const known = { agents: [], scenarios: [], variants: [], models: [], tags: [], faults: KNOWN }
  const run = { trials: rows, planned: rows.map(planOf), known }
  const figureOf = (gate: string) => judgeRun([gate], run).rows[0]

  test('counts one fault over all targets that it concerns, not over the trials that planned it', () => {
    expect(figureOf('faults.coverage >= 0.3')).toMatchObject({ status: 'passed', value: 1 / 3 })
    expect(figureOf('faults.coverage{fault:lost-reply} >= 1')).toMatchObject({ status: 'failed', value: 0.5 })
    expect(figureOf('faults.coverage{fault:stale-data} > 0')).toMatchObject({ status: 'failed', value: 0 })
  })

  test('has no figure for a fault that concerns no call, and none for a run that kept no faults', () => {
    expect(figureOf('faults.coverage{fault:deadlock} >= 0')).toMatchObject({ status: 'failed', value: null })
    const old = { ...run, known: { ...known, faults: undefined } }
    expect(judgeRun(['faults.coverage >= 0'], old).rows[0]).toMatchObject({ status: 'failed', value: null })
  })

  test('names the nearest fault before anything runs', () => {
    expect(() => figureOf('faults.coverage{fault:lost-rely} >= 1')).toThrow(/no fault "lost-rely".*"lost-reply"/)
  })
})

test('an entry that arrived in no trial, and a guard that decided nothing, are told', () => {
  const late = fault('undelivered', { fault: 'latency' })
  const rows = [
    trial({ faults: [fault('delivered'), late], guards: [guard('not-exercised')] }),
    trial({
      repeat: 2,
      faults: [fault('undelivered'), late],
      guards: [guard('not-exercised'), guard('held', { name: 'a' })],
    }),
  ]
  expect(neverDelivered(rows)).toMatchObject([{ fault: 'latency', entry: 1, trials: 2 }])
  expect(undecidedGuards(rows)).toMatchObject([{ guard: 'budget', required: true, trials: 2 }])
})

test('variants that are missing: writes first, what hurts most first, under names that are free', () => {
  const open = KNOWN.filter(({ name }) => name !== 'deadlock')
  const of = (target: string, access: 'read' | 'write') => ({ scenario: 's', target, access, met: [], open })
  const found = missingVariants([of('bank GET /rates/{id}', 'read'), of('bank POST /pay', 'write')], ['lost-reply-pay'])
  expect(found).toMatchObject([
    { name: 'lost-reply-pay-2', fault: 'lost-reply', on: 'bank POST /pay' },
    { name: 'stale-data-rates', fault: 'stale-data', on: 'bank GET /rates/{id}' },
    { name: 'stale-data-pay' },
    { name: 'lost-reply-rates' },
    { name: 'stream-cut-pay' },
    { name: 'stream-cut-rates' },
  ])
})
