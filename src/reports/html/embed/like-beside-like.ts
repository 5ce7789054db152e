/**
 * Trials in the order in which their records are carried: the repeats of each next to each other. They are nearly the same
 * text, and a compressor finds that only in what it saw a moment ago. The page puts its index in the same order, so that
 * no line has to be written down.
 */
export function likeBesideLike<T>(trials: readonly T[], cellOf: (trial: T) => string): T[] {
  return [...Map.groupBy(trials, cellOf).values()].flat()
}
