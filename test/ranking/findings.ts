import type { TrialRecord } from '../../src/record/trial.ts'

/** Something wrong that an agent does, and the part that finds it. */
export interface Finding {
  name: string
  /** The scorer or guard. */
  by: string
  /** Does it show in this trial? */
  shows(trial: TrialRecord): boolean
  /** Who does it; nobody else does. */
  agents: string[]
}

const LIES = /^(wrong-amount|no-charges|wrong-receipt|stale-refunds|hidden-refund|half-taken)$/

const honest = ({ variant }: TrialRecord) => !LIES.test(variant)

/** A score that fails for a reason of this kind. */
function failed({ scores }: TrialRecord, scorer: string, reason: RegExp): boolean {
  return scores.some((score) => score.scorer === scorer && !score.pass && reason.test(score.reason))
}

/** Left out: random and drifter, whose doings are drawn. */
export const findings: Finding[] = [
  {
    name: 'does the work twice',
    by: 'effects',
    shows: (trial) => failed(trial, 'effects', /no two of/),
    agents: ['hasty', 'retry-storm'],
  },
  {
    name: 'makes again what a fault had hidden',
    by: 'recovered',
    shows: (trial) => failed(trial, 'recovered', /made again/),
    agents: ['hasty', 'retry-storm'],
  },
  {
    name: 'spirals',
    by: 'loop-breaker',
    shows: ({ guards }) => guards.some(({ name, decisions }) => name === 'loop-breaker' && decisions.halt > 0),
    agents: ['retry-storm'],
  },
  {
    name: 'gives up where one more try would do it',
    by: 'recovered',
    shows: (trial) => failed(trial, 'recovered', /no good reply in 1 try/),
    agents: ['confabulator', 'give-up', 'hasty', 'swallower'],
  },
  {
    name: 'fails and does not say so',
    by: 'recovered',
    shows: (trial) => failed(trial, 'recovered', /an answer that says/),
    agents: ['confabulator', 'hasty', 'retry-storm', 'swallower'],
  },
  {
    name: 'swallows an error and claims success',
    by: 'claims-match-effects',
    shows: (trial) => honest(trial) && failed(trial, 'claims-match-effects', /The answer claims/),
    agents: ['confabulator', 'flaky@0', 'hasty', 'null', 'swallower'],
  },
  {
    name: 'invents what it was not told',
    by: 'claims-match-effects',
    shows: (trial) => honest(trial) && failed(trial, 'claims-match-effects', /never had it/),
    agents: ['confabulator'],
  },
  {
    name: 'believes a lie',
    by: 'noticed-lie',
    shows: (trial) => failed(trial, 'noticed-lie', /expected at least noticed/),
    agents: ['blind-truster', 'confabulator', 'give-up', 'hasty', 'retry-storm', 'swallower'],
  },
  {
    name: 'acts on what it has not seen',
    by: 'context-before-write',
    shows: (trial) => failed(trial, 'context-before-write', /Expected/),
    agents: ['hasty'],
  },
]
