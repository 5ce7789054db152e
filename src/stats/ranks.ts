/** The ranks of the values from 1; those that are equal share the mean of theirs. */
export function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number))
  const found = new Array<number>(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++
    for (const index of order.slice(from, to)) found[index] = (from + 1 + to) / 2
  }
  return found
}
