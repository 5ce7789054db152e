export interface Step {
  number: number
  step: 'decide' | 'settle'
}

/** Every order of `count` decisions and their settlements, each settlement after its decision: (2n)! / 2^n of them. */
export function* histories(count: number, before: Step[] = []): Generator<Step[]> {
  if (before.length === 2 * count) yield before
  for (let number = 1; number <= count; number++) {
    const steps = before.filter((step) => step.number === number).length
    if (steps === 2) continue
    yield* histories(count, [...before, { number, step: steps === 0 ? 'decide' : 'settle' }])
  }
}
