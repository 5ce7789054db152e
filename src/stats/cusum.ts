/** Where a series left what it was at first. */
export interface Change {
  direction: 'up' | 'down'
  /** Index of the first value that belongs to the new state, as far as can be told. */
  from: number
  /** Index of the value at which that was certain enough. */
  at: number
}

/** A share of trials: so many of so many. */
export interface Share {
  passed: number
  of: number
}

/** Values between two false alarms, on average, where nothing changes and the first state is known. */
const RUN_LENGTH = 1_000
/** What a change is looked for, in points of the share. */
const SHIFT = 0.1
/** Standard errors by which the first state may be off: it was measured as well. */
const DOUBT = 1

/**
 * CUSUM of log-likelihood ratios for a share that rises or falls (Page, 1954), against that of `base`. The bound of Lorden (1971):
 * at the threshold ln(1,000) two false alarms are 1,000 values apart on average, where the share of the base is known; since it is measured, it is
 * taken one standard error to the side from which the change leads away. Undefined: no change.
 * @param looks How many series are looked at for one answer: each is that much slower to say something.
 */
export function binomialCusum(base: readonly Share[], series: readonly Share[], looks = 1): Change | undefined {
  const passed = sum(base, (one) => one.passed)
  const of = sum(base, (one) => one.of)
  if (of === 0) return undefined
  const p = (passed + 0.5) / (of + 1)
  const doubt = DOUBT * Math.sqrt((p * (1 - p)) / of)
  const [low, high] = [inside(p - doubt), inside(p + doubt)]
  return first(series, Math.log(RUN_LENGTH * looks), {
    down: (value) => evidence(value, low, inside(low - SHIFT)),
    up: (value) => evidence(value, high, inside(high + SHIFT)),
  })
}

/** How far a value leaves the mean of the base before it counts, in standard deviations. */
const ALLOWANCE = 1
/** How much of that adds up to a change. */
const THRESHOLD = 14

/**
 * The test of Page and Hinkley (1970) for the mean of a series of amounts, in standard deviations of the logarithms of `base`.
 * No deviation below 1 % counts. Undefined: no change, or an amount that is not positive.
 */
export function pageHinkley(base: readonly number[], series: readonly number[]): Change | undefined {
  if (base.length < 2 || [...base, ...series].some((value) => !(value > 0))) return undefined
  const logs = base.map(Math.log)
  const mean = sum(logs, (value) => value) / logs.length
  const variance = sum(logs, (value) => (value - mean) ** 2) / (logs.length - 1)
  const deviation = Math.max(0.01, Math.sqrt(variance))
  const away = (value: number) => (Math.log(value) - mean) / deviation
  return first(series, THRESHOLD, {
    down: (value) => -away(value) - ALLOWANCE,
    up: (value) => away(value) - ALLOWANCE,
  })
}

/** The first sum that reaches the threshold; each begins anew where it falls below nothing. */
function first<T>(
  series: readonly T[],
  threshold: number,
  steps: Record<Change['direction'], (value: T) => number>,
): Change | undefined {
  const sums = { down: { value: 0, from: 0 }, up: { value: 0, from: 0 } }
  for (const [at, value] of series.entries()) {
    for (const direction of ['down', 'up'] as const) {
      const known = sums[direction]
      known.value = Math.max(0, known.value + steps[direction](value))
      if (known.value === 0) known.from = at + 1
      if (known.value >= threshold) return { direction, from: known.from, at }
    }
  }
  return undefined
}

function evidence({ passed, of }: Share, before: number, after: number): number {
  return passed * Math.log(after / before) + (of - passed) * Math.log((1 - after) / (1 - before))
}

/** A share that is neither certain nor impossible. */
function inside(share: number): number {
  return Math.min(0.995, Math.max(0.005, share))
}

function sum<T>(values: readonly T[], of: (value: T) => number): number {
  return values.reduce((total, value) => total + of(value), 0)
}
