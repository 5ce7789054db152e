import type { TrialRecord } from '../record/trial.ts'

/** What a whole run may take. */
export interface RunLimits {
  /** US dollars, as the trials' records count them. */
  usd?: number | undefined
  /** Minutes of real time. */
  minutes?: number | undefined
}

/** Keeps a run within its limits. */
export interface Budget extends Disposable {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal
  /** Is there money left for one more trial, should all that are under way be as dear as the dearest so far? */
  allows(underWay: number): boolean
  spend(record: TrialRecord): void
  /** Why the run was stopped; null where no limit was met. */
  reason(): string | null
}

/** Starts the clock. */
export function openBudget({ usd, minutes }: RunLimits): Budget {
  const controller = new AbortController()
  const timer = minutes === undefined ? undefined : setTimeout(() => controller.abort(), minutes * 60_000)
  let [spent, dearest, priced, refused] = [0, 0, false, false]
  return {
    signal: controller.signal,
    allows: (underWay) => {
      if (usd === undefined) return true
      // What a trial costs is known only after the first one: it goes alone.
      if (!priced) return underWay === 0
      const allowed = spent + (underWay + 1) * dearest <= usd && spent < usd
      refused ||= !allowed && underWay === 0
      return allowed
    },
    spend: ({ usage }) => {
      priced = true
      spent += usage.usd
      dearest = Math.max(dearest, usage.usd)
    },
    reason: () => {
      if (controller.signal.aborted) return `The run reached its limit of ${minutes} min of real time`
      return refused
        ? `The run reached its limit of $${usd}: $${spent.toFixed(2)} were spent, and one more trial may cost $${dearest.toFixed(2)}`
        : null
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}
