/** What differs from machine to machine, and how much space stands between words. */
const steady = (text: string) =>
  text
    .replace(/\b\d[\d,.]* (ms|s)\b/g, '_ $1')
    .replace(/\s+/g, ' ')
    .trim()

/** The first line of a page that is not printed behind those before it. */
export function missingLine(lines: readonly string[], output: string): string | undefined {
  const printed = output.split('\n').map(steady)
  let at = 0
  return lines.find((line) => {
    const found = printed.indexOf(steady(line), at)
    at = found + 1
    return found < 0
  })
}
