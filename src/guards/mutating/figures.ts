import { type Money, micros } from '../../kernel/money.ts'

const CENT = 10_000

/** A cap that is ten times as high. */
export function tenfold({ micros: amount }: Money): Money {
  return micros(Math.min(amount * 10, Number.MAX_SAFE_INTEGER))
}

/** A cap that is off by one, in the smallest coin that prices have. */
export function centMore({ micros: amount }: Money): Money {
  return micros(Math.min(amount + CENT, Number.MAX_SAFE_INTEGER))
}
