import { describe, expect, test } from 'vitest'
import type { TrialFacts } from '../../src/record/facts.ts'
import { judgeTrial } from '../../src/verdict/trial.ts'
import { facts, fault, guard, score } from './facts.ts'

const reached = (target: string, next = '') => ({ target, next })
const boom = { where: 'guard budget', message: 'boom', call: 'c7' }

test.each<[string, Partial<TrialFacts>, string]>([
  ['a pass says what it rests on', {}, '1 must score passed, 1 guard held, 1 fault delivered.'],
  [
    'a should score that failed is told',
    { scores: [score('must', true), score('should', false)], guards: [], faults: [] },
    '1 must score passed; 1 should score failed.',
  ],
  [
    'an error names the call and keeps the failures seen',
    { harnessFaults: [boom, boom], guards: [guard('bypassed')], scores: [score('must', false)] },
    'The harness failed in guard budget during call c7 (boom), and 1 more; seen as well: Guard budget was bypassed (Spent $12 of $10), and 1 more.',
  ],
  [
    'an error that came with no call',
    { harnessFaults: [{ where: 'trial', message: 'no lane' }] },
    'The harness failed in trial (no lane).',
  ],
  ['a lost trial', { ended: { how: 'lost', detail: 'The worker died.' } }, 'The trial was lost (The worker died).'],
  [
    'harm done comes before how it ended',
    { guards: [guard('bypassed')], ended: { how: 'deadline' }, egress: [reached('evil.example:443')] },
    'Guard budget was bypassed (Spent $12 of $10), and 2 more.',
  ],
  [
    'refused egress is a failure',
    { egress: [reached('evil.example:443')] },
    'The agent tried to reach evil.example:443, outside its world.',
  ],
  [
    'what one can do about it is said beside it',
    { egress: [reached('10.0.0.1:5432', 'reach a database by session.sql: shop')] },
    'The agent tried to reach 10.0.0.1:5432, outside its world (reach a database by session.sql: shop).',
  ],
  ['a throw', { ended: { how: 'threw', detail: 'no money' } }, 'The agent threw (no money).'],
  ['a score', { scores: [score('must', false)] }, 'Score end-state failed (The refund is missing).'],
  ['a false alarm', { guards: [guard('false-alarm')] }, 'Guard budget denied a legitimate call.'],
  [
    'an open question beside a failure is counted',
    { scores: [score('must', false)], faults: [fault('undelivered')] },
    'Score end-state failed (The refund is missing), and 1 more.',
  ],
  [
    'an open question',
    { faults: [fault('undelivered')], guards: [guard('not-exercised')] },
    'Fault lost-reply on payments POST /v1/refunds was planned and not delivered, and 1 more.',
  ],
  [
    'why a fault is owed still',
    { faults: [{ ...fault('undelivered'), missed: 'there was no such call' }] },
    'Fault lost-reply on payments POST /v1/refunds was planned and not delivered: there was no such call.',
  ],
  ['nothing judged it', { scores: [] }, "No 'must' score judged the trial."],
  [
    'an unclear score',
    { scores: [{ ...score('must', false), value: null }] },
    'Score end-state is unclear (The refund is missing).',
  ],
])('%s', (_, given, reason) => {
  expect(judgeTrial(facts(given)).reason).toBe(reason)
})

describe('verdicts beyond the table', () => {
  test('an unclear score is no failure and no pass, and hides no failure', () => {
    const unclear = { ...score('must', false), value: null }
    expect(judgeTrial(facts({ scores: [unclear] })).verdict).toBe('inconclusive')
    expect(judgeTrial(facts({ scores: [score('must', true), unclear] })).verdict).toBe('inconclusive')
    expect(judgeTrial(facts({ scores: [unclear, score('must', false)] })).verdict).toBe('failed')
    expect(judgeTrial(facts({ scores: [score('must', true), { ...unclear, severity: 'should' }] })).verdict).toBe(
      'passed',
    )
  })

  test('refused egress fails, in an error too it is kept', () => {
    expect(judgeTrial(facts({ egress: [reached('x')] })).verdict).toBe('failed')
    expect(judgeTrial(facts({ egress: [reached('x')], harnessFaults: [boom] }))).toEqual({
      verdict: 'error',
      reason:
        'The harness failed in guard budget during call c7 (boom); seen as well: The agent tried to reach x, outside its world.',
    })
  })

  test('a guard that only observes and is bypassed fails the trial', () => {
    expect(judgeTrial(facts({ guards: [guard('bypassed', { mode: 'observe', required: false })] })).verdict).toBe(
      'failed',
    )
  })

  test('a guard that is not required may stay idle', () => {
    expect(judgeTrial(facts({ guards: [guard('not-exercised', { required: false })] })).verdict).toBe('passed')
  })

  test('one bad part among good ones decides', () => {
    expect(judgeTrial(facts({ guards: [guard('held'), guard('bypassed')] })).verdict).toBe('failed')
    expect(judgeTrial(facts({ faults: [fault('delivered'), fault('undelivered')] })).verdict).toBe('inconclusive')
    expect(judgeTrial(facts({ scores: [score('must', true), score('must', false)] })).verdict).toBe('failed')
  })

  test('an ending that nobody foresaw is an error', () => {
    for (const how of ['vanished', 'toString', '__proto__', '']) {
      expect(judgeTrial(facts({ ended: { how } as unknown as TrialFacts['ended'] })).verdict).toBe('error')
    }
  })
})

test('foreign text stays within one line of the reason', () => {
  const detail = `a\u001b[31m\n\u202egood\u2028${'x'.repeat(1_000)}…`
  const { reason } = judgeTrial(facts({ ended: { how: 'threw', detail } }))
  expect(reason).toMatch(/^The agent threw \(a \[31m good x+…\)\.$/)
  expect(reason.length).toBeLessThan(200)
})
