/** How often every side of a comparison is measured. */
export const ROUNDS = 7

/** The sides' figures, one a round. Sides take turns (A B A B ...), so that what slows the machine slows all of them. */
export async function interleave<Side extends string, Figure = number>(
  sides: Record<Side, () => Promise<Figure>>,
): Promise<Record<Side, Figure[]>> {
  const names = Object.keys(sides) as Side[]
  const figures = Object.fromEntries(names.map((name) => [name, [] as Figure[]])) as Record<Side, Figure[]>
  // The first round warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const name of names) {
      const figure = await sides[name]()
      if (round > 0) figures[name].push(figure)
    }
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
