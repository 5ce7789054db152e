/** Escape sequences, and between them single characters. */
const CONTROLS = new RegExp(`(${'\\u001b'}\\[\\d*[A-Za-z])|`)

/** What a person sees of a text on a terminal that takes control characters as they come: 40 lines of it, then it is time for lunch. */
export function onScreen(text: string): string {
  const lines: string[] = ['']
  let [row, column] = [0, 0]
  for (const token of text.split(CONTROLS)) {
    if (!token) continue
    if (token === '\u001b[8m') break
    if (token === '\u001b[2K') lines[row] = ''
    else if (token === '\u001b[1A') row = Math.max(0, row - 1)
    else if (token === '\r') column = 0
    else if (token === '\n') {
      row++
      column = 0
      lines[row] ??= ''
    } else {
      const line = (lines[row] ?? '').padEnd(column)
      lines[row] = line.slice(0, column) + token + line.slice(column + 1)
      column++
    }
  }
  return lines.slice(0, 40).join('\n')
}

/** Says no to whatever is seen to be dear. */
export function person(text: string): 'approve' | 'deny' {
  const prices = [...onScreen(text).matchAll(/price\W+(\d+)/g)].map(([, price]) => Number(price))
  return prices.some((price) => price > 20) ? 'deny' : 'approve'
}
