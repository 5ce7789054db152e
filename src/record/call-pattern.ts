import { z } from 'zod'
import type { Json } from '../kernel/json.ts'
import { containsJson } from '../kernel/match-json.ts'
import { fits } from '../kernel/pattern.ts'
import { wholeInput } from '../trace/bounded.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { TargetName } from './names.ts'

/** Calls by their target, or by their target and what their input holds. */
export type CallPattern = string | { readonly target: string; readonly input: Json }

/** The schema of such a pattern. @param target The schema of a target, or of one that a world need not have. */
export function callPattern(target: z.ZodType<TargetName, TargetName>) {
  return z.union([target, z.strictObject({ target, input: z.json() })])
}

/**
 * Does a pattern fit a call under one of its names? Its input may have more members, at any depth.
 * @throws {Error} it asks for the input of a call of which only a part is kept.
 */
export function fitsCall(
  pattern: CallPattern,
  name: string,
  call: Pick<CallRecord, 'id' | 'target' | 'input'>,
): boolean {
  if (typeof pattern === 'string') return fits(pattern, name)
  return fits(pattern.target, name) && containsJson(wholeInput(call), pattern.input)
}
