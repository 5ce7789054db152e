import type { Step } from './step.ts'

/** How long each kind of loop may get. */
export interface LoopLimits {
  /** The same call, as often as this. */
  repeats: number
  /** The same round of 2 to 8 calls, as often as this. */
  cycles: number
  /** Calls in a row that bring nothing new, whatever they are. */
  stale: number
}

export interface Loop {
  message: string
  steps: Step[]
}

const LONGEST_PERIOD = 8

/** The first loop among the steps of one run that is longer than allowed. A pause of the agent ends one. */
export function findLoop(run: readonly Step[], limits: LoopLimits): Loop | undefined {
  const tight = run.filter(({ patient }) => !patient)
  const ran = run.filter(({ outcome }) => outcome !== 'never-ran')
  return (
    findRepeats(tight, limits.repeats) ??
    findCycle(run, limits.cycles) ??
    findCycle(ran, limits.cycles) ??
    findStale(tight, limits.stale)
  )
}

function findRepeats(steps: readonly Step[], allowed: number): Loop | undefined {
  for (const same of Map.groupBy(steps, ({ key }) => key).values()) {
    if (same.length > allowed) return loop(same, `the same call ${same.length} times without anything new`)
  }
  return undefined
}

/** Keys that come round without a pause. One call more than the rounds that are allowed is enough to tell. */
function findCycle(steps: readonly Step[], allowed: number): Loop | undefined {
  for (let period = 2; period <= LONGEST_PERIOD; period++) {
    let start = 0
    let matched = 0
    for (const [index, { key, patient, afterGap }] of steps.entries()) {
      if (patient || afterGap) start = index
      matched = index - period >= start && steps[index - period]?.key === key ? matched + 1 : 0
      if (matched <= period * (allowed - 1)) continue
      const rounds = steps.slice(index + 1 - matched - period, index + 1)
      if (rounds.some((other) => other.key !== key)) {
        return loop(rounds, `a round of ${period} calls more than ${allowed} times without anything new`)
      }
    }
  }
  return undefined
}

function findStale(steps: readonly Step[], allowed: number): Loop | undefined {
  const stale = steps.filter(({ outcome }) => outcome !== 'news')
  return stale.length > allowed ? loop(stale, `${stale.length} calls in a row without anything new`) : undefined
}

/** The same change made again and again, whatever else the agent did and learned between. */
export function findRemaking(steps: readonly Step[], key: string, allowed: number): Loop | undefined {
  const same = steps.filter((step) => step.key === key && !step.patient)
  const again = same.filter(({ outcome }) => outcome === 'again' || outcome === 'open')
  return again.length > allowed ? loop(again, `the same change made again ${again.length} times`) : undefined
}

/** The same error of one target, met as often as allowed: nobody should ask that target once more. */
export function findErrors(met: readonly Step[], target: string, allowed: number): Loop | undefined {
  const errors = met.filter((step) => step.target === target && errorOf(step) !== undefined)
  for (const same of Map.groupBy(errors, errorOf).values()) {
    if (same.length >= allowed) return loop(same, `the same error ${same.length} times`)
  }
  return undefined
}

function errorOf({ error, outcome, patient }: Step): string | undefined {
  // What kept a call from running is not known; what keeps it from running five times in a row is a wall.
  return error ?? (outcome === 'never-ran' && !patient ? 'never ran' : undefined)
}

function loop(steps: readonly Step[], what: string): Loop {
  const targets = [...new Set(steps.map(({ target }) => target))]
  const shown = `${targets.slice(0, 3).join(', ')}${targets.length > 3 ? ` and ${targets.length - 3} more` : ''}`
  return { message: `${what}: ${shown}`, steps: [...steps] }
}
