import type { TrialFacts } from '../../src/record/facts.ts'
import type { ScoreRecord } from '../../src/record/score.ts'
import type { FaultRecord, GuardRecord } from '../../src/record/trial.ts'

export function score(severity: 'must' | 'should', pass: boolean, scorer = 'end-state'): ScoreRecord {
  return {
    scorer,
    severity,
    value: pass ? 1 : 0,
    pass,
    reason: pass ? 'As asked.' : 'The refund is missing.',
    events: [],
  }
}

export function guard(outcome: GuardRecord['outcome'], rest: Partial<GuardRecord> = {}): GuardRecord {
  const evidence = outcome === 'bypassed' ? [{ calls: ['c2'], message: 'Spent $12 of $10.' }] : []
  const decisions = { allow: outcome === 'not-exercised' ? 0 : 1, deny: 0, hold: 0, halt: 0 }
  return { name: 'budget', mode: 'enforce', outcome, required: true, decisions, evidence, ...rest }
}

export function fault(state: FaultRecord['state'], rest: Partial<FaultRecord> = {}): FaultRecord {
  const planned = state === 'not-drawn' ? 0 : 1
  const delivered = state === 'delivered' ? 1 : 0
  return {
    fault: 'lost-reply',
    params: {},
    on: 'payments POST /v1/refunds',
    when: 'always',
    schedule: [],
    planned,
    delivered,
    state,
    symptom: null,
    ...rest,
  }
}

/** A trial that passes. */
export function facts(rest: Partial<TrialFacts> = {}): TrialFacts {
  return {
    ended: { how: 'returned' },
    harnessFaults: [],
    egress: [],
    unwatched: [],
    scores: [score('must', true)],
    guards: [guard('held')],
    faults: [fault('delivered')],
    ...rest,
  }
}
