const compiled = new Map<string, RegExp>()

/** Does a pattern with `*` for any run of characters fit the whole text? 'payments POST *' fits every POST of payments. */
export function fits(pattern: string, text: string): boolean {
  if (!pattern.includes('*')) return pattern === text
  let expression = compiled.get(pattern)
  if (!expression) {
    const escaped = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
    expression = new RegExp(`^${escaped}$`, 's')
    compiled.set(pattern, expression)
  }
  return expression.test(text)
}

/** Does any of the patterns fit? A single pattern may stand alone. */
export function fitsAny(patterns: string | readonly string[], text: string): boolean {
  return typeof patterns === 'string' ? fits(patterns, text) : patterns.some((pattern) => fits(pattern, text))
}
