/** The fewest steps to insert, leave out or replace that turn one sequence into the other. Source: Levenshtein, 1966. */
export function editDistance(left: readonly string[], right: readonly string[]): number {
  let above = Array.from({ length: right.length + 1 }, (_, column) => column)
  left.forEach((word, row) => {
    const line = [row + 1]
    right.forEach((other, column) => {
      const replaced = (above[column] as number) + (word === other ? 0 : 1)
      line.push(Math.min(replaced, (above[column + 1] as number) + 1, (line[column] as number) + 1))
    })
    above = line
  })
  return above.at(-1) as number
}
