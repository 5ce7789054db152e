import type { faults } from '../faults/index.ts'
import type { guards } from '../guards/index.ts'
import { suggest } from '../kernel/nearest.ts'
import type { Trial } from './trial.ts'

/** A name of the catalogue, or of a part of your own. */
type Name<Catalogue> = (keyof Catalogue & string) | (string & {})

/** What `expect` can say of a trial. */
export interface TrialMatchers<R = unknown> {
  /** Its verdict is `passed`: every score that must holds, no guard was bypassed, and what was planned was proven. */
  toHavePassed(): R
  /** This guard decided at least one call of its concern, and nothing got past it. */
  toHaveHeld(guard: Name<typeof guards>): R
  /** This fault of the plan reached the agent at least once. */
  toHaveDelivered(fault: Name<typeof faults>): R
}

interface Outcome {
  pass: boolean
  message(): string
}

export const matchers = {
  toHavePassed(received: unknown): Outcome {
    const found = trialOf(received, 'toHavePassed')
    const { verdict } = found.record
    return outcome(found, verdict === 'passed', 'to have passed', `its verdict is ${verdict}`)
  },

  toHaveHeld(received: unknown, name: string): Outcome {
    const found = trialOf(received, 'toHaveHeld')
    const { guards } = found.record
    const guard = guards.find((one) => one.name === name)
    if (!guard)
      throw unknown(
        found,
        'guard',
        name,
        'uses',
        guards.map((one) => one.name),
      )
    const [violation] = guard.evidence
    const because = violation ? `: ${violation.message}` : ''
    return outcome(found, guard.outcome === 'held', `to have held ${name}`, `${name} is ${guard.outcome}${because}`)
  },

  toHaveDelivered(received: unknown, name: string): Outcome {
    const found = trialOf(received, 'toHaveDelivered')
    const planned = found.record.faults.filter(({ fault }) => fault === name)
    if (planned.length === 0) {
      throw unknown(
        found,
        'fault',
        name,
        'plans',
        found.record.faults.map(({ fault }) => fault),
      )
    }
    const states = planned.map(({ on, state, symptom }) => `${state} on ${on}${symptom ? ` (${symptom})` : ''}`)
    const pass = planned.some(({ state }) => state === 'delivered')
    return outcome(found, pass, `to have delivered ${name}`, `${name} is ${states.join(', ')}`)
  },
}

/** The message serves both ways: it is shown when the expectation does not hold. */
function outcome(trial: Trial, pass: boolean, expected: string, found: string): Outcome {
  const message = () =>
    `expected ${trial.record.id} ${pass ? `not ${expected}` : expected}, but ${found}.\n${story(trial)}`
  return { pass, message }
}

/** What happened, and where to look. */
function story({ record, trace, replay }: Trial): string {
  const failed = record.scores.filter(({ pass }) => !pass).map(({ scorer, reason }) => `score    ${scorer}: ${reason}`)
  const error = record.error === null ? [] : [`error    ${record.error}`]
  const lines = [
    `verdict  ${record.verdict}: ${record.reason}`,
    ...failed,
    ...error,
    `trace    ${trace}`,
    `replay   ${replay}`,
  ]
  return lines.map((line) => `  ${line}`).join('\n')
}

function unknown(trial: Trial, kind: string, name: string, verb: string, known: string[]): Error {
  const { id, scenario, variant } = trial.record
  const where = kind === 'fault' ? `variant "${variant}" of ${scenario}` : scenario
  const none = known.length === 0 ? ` It ${verb} none.` : ''
  return new Error(
    `There is no ${kind} "${name}" in ${id}: ${where} ${verb} no such one.${none}${suggest(name, [...new Set(known)])}`,
  )
}

function trialOf(received: unknown, matcher: string): Trial {
  const record = (received as Partial<Trial> | null | undefined)?.record
  if (record && 'verdict' in record && 'guards' in record) return received as Trial
  const hint = received instanceof Promise ? ' It is a promise: await it.' : ''
  throw new TypeError(`${matcher}() is for what \`await trial(...)\` returns.${hint}`)
}
