import { digest, type Json } from '../kernel/json.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { Asking } from './channel-traits.ts'
import type { AskedTool } from './spoken.ts'

/** How much of what a model asked for is in a call. The members rank, the first before the others. */
export type Likeness = readonly [
  /** 1: the same tool with the same arguments. */
  same: number,
  /** 1: the same tool. */
  named: number,
  /** How many of the arguments are in it. */
  held: number,
  /** The part of the arguments that is in it, from 0 to 1. */
  part: number,
]

/** So many values of an input are looked at: what is larger tells enough. */
const MOST_VALUES = 1_000

/** Undefined: nothing of it is in the call. @param asking What the call's channel says of it. */
export function likenessOf(
  { target, input }: Pick<CallRecord, 'target' | 'input'>,
  asked: AskedTool,
  { toolOf, argumentsIn }: Asking = {},
): Likeness | undefined {
  const named = toolOf?.(target) === asked.name
  if (named && digest(input) === digest(asked.input)) return [1, 1, 0, 1]
  const wanted = valuesOf(asked.input)
  const there = valuesOf(argumentsIn?.(input) ?? input)
  let held = 0
  for (const value of wanted) if (there.has(value)) held++
  if (!named && held === 0) return undefined
  return [0, named ? 1 : 0, held, held / Math.max(wanted.size, 1)]
}

/** @returns whether the first is more than the second. */
export function outranks(one: Likeness | undefined, other: Likeness | undefined): boolean {
  if (!one || !other) return one !== undefined
  const at = one.findIndex((figure, place) => figure !== other[place])
  return at >= 0 && (one[at] ?? 0) > (other[at] ?? 0)
}

/** The texts and numbers of an input; what is in an address is a text, and the same. */
function valuesOf(input: Json): Set<string> {
  const found = new Set<string>()
  const open: Json[] = [input]
  for (let next = open.pop(); next !== undefined && found.size < MOST_VALUES; next = open.pop()) {
    if (typeof next === 'string' || typeof next === 'number') {
      if (next !== '') found.add(String(next))
    } else if (next !== null && typeof next === 'object') open.push(...Object.values(next).slice(0, MOST_VALUES))
  }
  return found
}
