import type { Leaf, Scalar } from './members.ts'

/** Words of a state, each with one that a service could have said in its place. */
const STATES: readonly (readonly [string, string])[] = [
  ['succeeded', 'failed'],
  ['success', 'failure'],
  ['active', 'inactive'],
  ['open', 'closed'],
  ['paid', 'unpaid'],
  ['approved', 'rejected'],
  ['enabled', 'disabled'],
  ['completed', 'pending'],
  ['done', 'pending'],
  ['delivered', 'shipped'],
  ['sent', 'queued'],
]
const OPPOSITES = new Map([...STATES.map(([a, b]) => [b, a] as const), ...STATES])

/** A word such as 'succeeded', of which a service knows a handful. */
export function isStateWord(value: string): boolean {
  return OPPOSITES.has(value)
}

/** What a service could have said in place of a value, all of it of the same type and different. */
export function plausible({ name, value }: Leaf, all: readonly Leaf[]): Scalar[] {
  return candidates(name, value, all).filter((other) => other !== value && typeof other === typeof value)
}

function candidates(name: string, value: Scalar, all: readonly Leaf[]): Scalar[] {
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'number') return numbers(value)
  const opposite = OPPOSITES.get(value)
  if (opposite) return [opposite]
  const siblings = all.flatMap((leaf) => (leaf.name === name ? [leaf.value] : []))
  return siblings.some((sibling) => sibling !== value) ? siblings : [otherDigit(value)]
}

/** A factor of ten or of a hundred (dollars and cents), or one too many. Whole numbers stay whole. */
function numbers(value: number): number[] {
  const smaller = [value / 10, value / 100].filter(
    (less) => less !== 0 && Number.isInteger(less) === Number.isInteger(value),
  )
  return [value * 10, value * 100, value + 1, ...smaller].filter((other) => Math.abs(other) <= Number.MAX_SAFE_INTEGER)
}

/** 'ch_12' to 'ch_13': the last digit is the next one. A text without a digit stays as it is. */
function otherDigit(text: string): string {
  return text.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 1) % 10))
}
