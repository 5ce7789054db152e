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

/** Two numbers of repeats: 1,2. */
export function twoRepeats(value: string): [number, number] {
  const [base = 0, head = 0, ...more] = value.split(',').map(Number)
  if (more.length > 0 || ![base, head].every((number) => Number.isInteger(number) && number > 0)) {
    throw new InvalidArgumentError('It must be two numbers of repeats: 1,2.')
  }
  return [base, head]
}

/** 5, or 3..40. */
export function repeats(value: string): number | { min: number; max: number } {
  const [from = '', to] = value.split('..', 2)
  if (to === undefined) return count(from)
  const span = { min: count(from), max: count(to) }
  if (span.min > span.max) throw new InvalidArgumentError('It must go from fewer to more: 3..40.')
  return span
}

/** Between 0 and 1, neither of them. */
export function share(value: string): number {
  const number = amount(value)
  if (number >= 1) throw new InvalidArgumentError('It must be a share between 0 and 1: 0.05.')
  return number
}

/** A number above 0. */
export function amount(value: string): number {
  const number = Number(value)
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

/** 1 to 65535. */
export function port(value: string): number {
  const number = Number(value)
  if (!Number.isInteger(number) || number < 1 || number > 65_535)
    throw new InvalidArgumentError('It must be a port: 1 to 65535.')
  return number
}

/** Pass rates, 0 and 1 among them: 0.8,0.95,1. */
export function rates(value: string): number[] {
  return list(value).map((text) => {
    const rate = Number(text)
    if (!(rate >= 0 && rate <= 1)) throw new InvalidArgumentError('They must be pass rates from 0 to 1: 0.8,0.95,1.')
    return rate
  })
}

/** Some numbers of repeats, or ranges: 5,20,3..40. */
export function manyRepeats(value: string): (number | { min: number; max: number })[] {
  return list(value).map(repeats)
}

/** Said where the traces of a run are not what was written. */
export const RECORDS_ALONE = 'Where nobody keeps the traces, judge the records alone: --records-only.'

/** The option that this names. */
export const recordsOnly = ['--records-only', 'judge the records alone, where nobody keeps the traces'] as const
