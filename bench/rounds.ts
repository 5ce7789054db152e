/** How often every side of a comparison is measured. */
export const ROUNDS = 7

/**
 * The sides' figures, one a round: the median of `turns` turns. Sides take turns (A B A B ...), so that what slows the
 * machine slows all of them.
 */
export async function interleave<Side extends string>(
  sides: Record<Side, () => Promise<number>>,
  turns = 1,
): Promise<Record<Side, number[]>> {
  const names = Object.keys(sides) as Side[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    const taken = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Side, number[]>
    for (let turn = 0; turn < turns; turn++) {
      for (const name of names) taken[name].push(await sides[name]())
    }
    if (round > 0) for (const name of names) figures[name].push(median(taken[name]))
  }
  return figures
}

export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

/** '9-33': smallest and largest round. */
export function spread(figures: readonly number[], digits = 0): string {
  return `${Math.min(...figures).toFixed(digits)}-${Math.max(...figures).toFixed(digits)}`
}
