/** An amount in whole millionths of a US dollar. Never a float, never negative. */
export interface Money {
  readonly currency: 'USD'
  /** Micro-dollars: a safe integer of at least 0. 1,000,000 is one dollar. */
  readonly micros: number
}

export class MoneyError extends Error {
  override name = 'MoneyError'
}

const MICROS = 1_000_000
export const NO_MONEY: Money = { currency: 'USD', micros: 0 }

/**
 * Dollars to money: `usd(12.5)`, `usd('12.50')`.
 * @throws {MoneyError} negative (-0 too), not finite, an exponent in a text, finer than a micro-dollar, or too large to be exact.
 */
export function usd(dollars: number | string): Money {
  const text = typeof dollars === 'number' ? numberText(dollars) : dollars
  const match = typeof text === 'string' && /^(\d{1,10})(?:\.(\d{1,6}))?$/.exec(text)
  if (!match) throw refuse(dollars, 'dollars are digits with at most 6 decimals')
  return micros(Number(match[1]) * MICROS + Number((match[2] ?? '').padEnd(6, '0')))
}

/** Whole cents to money. @throws {MoneyError} not a safe integer of at least 0. */
export function cents(amount: number): Money {
  checkWhole(amount, 'cents')
  return micros(amount * 10_000)
}

/** Whole micro-dollars to money. @throws {MoneyError} not a safe integer of at least 0. */
export function micros(amount: number): Money {
  checkWhole(amount, 'micro-dollars')
  return { currency: 'USD', micros: amount }
}

/** Reads money that crossed a boundary. @throws {MoneyError} anything but `{ currency: 'USD', micros }`. */
export function readMoney(value: unknown): Money {
  if (typeof value !== 'object' || value === null) throw refuse(value, 'money is { currency, micros }')
  const { currency, micros: amount } = value as Record<string, unknown>
  if (currency !== 'USD') throw refuse(currency, 'the only currency is USD')
  checkWhole(amount, 'micro-dollars')
  return { currency, micros: amount as number }
}

/** '$12.50', '$0.000125': at least 2 decimals, no trailing zeros beyond. */
export function formatMoney({ micros: amount }: Money): string {
  const decimals = String(amount % MICROS)
    .padStart(6, '0')
    .replace(/0{1,4}$/, '')
  return `$${Math.floor(amount / MICROS)}.${decimals}`
}

function checkWhole(amount: unknown, unit: string): void {
  if (typeof amount !== 'number' || !Number.isSafeInteger(amount) || amount < 0 || Object.is(amount, -0)) {
    throw refuse(amount, `${unit} are a whole number from 0 to 2^53 - 1`)
  }
}

function numberText(dollars: number): string {
  if (!Number.isFinite(dollars) || dollars < 0 || Object.is(dollars, -0)) throw refuse(dollars, 'it must be 0 or more')
  return String(dollars)
}

function refuse(value: unknown, why: string): MoneyError {
  const shown = Object.is(value, -0) ? '-0' : typeof value === 'string' ? JSON.stringify(value) : String(value)
  return new MoneyError(`Failed to read an amount of money: ${shown} is not accepted, ${why}.`)
}
