import { InvalidArgumentError } from 'commander'
import { plural } from '../../reports/text/quantity.ts'

/** How long a search may go on: for so many ms, or for so many trials. */
export type Budget = { ms: number } | { trials: number }

const UNITS = { ms: 1, s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 } as const

/** '60s', '5m', '1h', or a whole number of trials: '500'. */
export function budget(value: string): Budget {
  const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/.exec(value.trim()) ?? []
  const number = Number(digits)
  if (digits !== '' && unit === '' && Number.isSafeInteger(number) && number > 0) return { trials: number }
  if (digits !== '' && number > 0 && Object.hasOwn(UNITS, unit)) {
    return { ms: number * UNITS[unit as keyof typeof UNITS] }
  }
  throw new InvalidArgumentError('It must be a time or a number of trials: 60s, 5m, 1h, 500.')
}

export function dollars(value: string): number {
  const number = Number(value)
  if (!(number > 0 && Number.isFinite(number))) throw new InvalidArgumentError('It must be a number above 0.')
  return number
}

/** Is there room for one more, with so many begun? */
export function roomIn(one: Budget, now: () => number): (begun: number) => boolean {
  if ('trials' in one) return (begun) => begun < one.trials
  const until = now() + one.ms
  return () => now() < until
}

export function budgetText(one: Budget): string {
  return 'trials' in one ? plural(one.trials, 'trial') : `${one.ms / 1_000} s`
}
