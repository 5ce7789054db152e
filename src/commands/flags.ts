import { InvalidArgumentError } from 'commander'

/** Names between commas. */
export function list(value: string): string[] {
  const names = parts(value)
    .map((name) => name.trim())
    .filter((name) => name !== '')
  // An empty variable in a script must not choose everything.
  if (names.length === 0) throw new InvalidArgumentError('It must name something.')
  return names
}

/** What stands between commas. One within braces is JSON's: careful:{"a":1,"b":2}. Texts in it may hold any character. */
function parts(value: string): string[] {
  const found = ['']
  let depth = 0
  for (const [token] of value.matchAll(/"(?:[^"\\]|\\.)*"|[\s\S]/g)) {
    if (token === '{') depth++
    if (token === '}') depth--
    if (token === ',' && depth <= 0) found.push('')
    else found.push(found.pop() + token)
  }
  return found
}

/** '2/4': the second of four. */
export function shard(value: string): { index: number; count: number } {
  const [, index = Number.NaN, of = Number.NaN] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number)
  if (index >= 1 && index <= of) return { index, count: of }
  throw new InvalidArgumentError('It must be one of so many: 2/4.')
}

export function text(value: string): string {
  if (value.trim() === '') throw new InvalidArgumentError('It must not be empty.')
  return value
}

export function count(value: string): number {
  const number = Number(value)
  if (!Number.isSafeInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.')
  return number
}

/** A flag as people write it: 'maxUsd' is 'max-usd'. */
export function spelled(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
