import { z } from 'zod'

const whole = z.int().min(0)

/** How many there should be: a number, or bounds. */
export const amountSchema = z.union([
  whole,
  z
    .strictObject({ min: whole.optional(), max: whole.optional() })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'give min, max or both')
    .refine(({ min = 0, max = Number.POSITIVE_INFINITY }) => min <= max, 'min is above max'),
])

export type Amount = z.infer<typeof amountSchema>

/** How nearly a count fits: 1 within the bounds, else the ratio of the two, 0 where nothing was wanted or found. */
export function nearness(count: number, amount: Amount): number {
  const { min, max } = bounds(amount)
  if (count < min) return count / min
  return count > max ? max / count : 1
}

/** 'exactly 1', 'at least 1', 'at most 3', '1 to 3'. */
export function phrase(amount: Amount): string {
  const { min, max } = bounds(amount)
  if (min === max) return `exactly ${min}`
  if (max === Number.POSITIVE_INFINITY) return `at least ${min}`
  return min === 0 ? `at most ${max}` : `${min} to ${max}`
}

function bounds(amount: Amount): { min: number; max: number } {
  if (typeof amount === 'number') return { min: amount, max: amount }
  return { min: amount.min ?? 0, max: amount.max ?? Number.POSITIVE_INFINITY }
}
