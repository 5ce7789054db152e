import { UsageError } from '../kernel/errors.ts'
import type { Json } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import type { Recording } from '../trace/recording.ts'

/** A call of a recording that counts, with what of its input tells it from others. */
export interface Step {
  /** From 1. */
  number: number
  tool: string
  input: Json
  /** It brought an error then, or nothing is known of what it brought. */
  failed: boolean
}

/**
 * '7', or '7:charge+amount' where these members alone tell the call.
 * @throws {UsageError} there is no such call, or it has no such member.
 */
export function stepNamed(named: string, { calls }: Recording): Step {
  const [at = '', members] = named.split(/:(.*)/s)
  const number = Number(at)
  const call = /^\d+$/.test(at) ? calls[number - 1] : undefined
  if (!call) throw new UsageError(`There is no call ${at}: they are 1 to ${calls.length}.`)
  const { tool, input, output, failed } = call
  const step = { number, tool, failed: failed || output === undefined }
  if (members === undefined) return { ...step, input }
  const names = members.split('+')
  const missing = names.find((name) => !isObject(input) || !Object.hasOwn(input, name))
  if (missing !== undefined) throw new UsageError(`Call ${at} (${tool}) has no "${missing}" in its input.`)
  return {
    ...step,
    input: Object.fromEntries(Object.entries(input as object).filter(([name]) => names.includes(name))),
  }
}

/**
 * What is still to be done where nothing is said of it: the last call before the first wrong one that went well. An agent that does
 * nothing at all is no mended one.
 */
export function lastGoodBefore(wrong: readonly Step[], { calls }: Recording): Step[] {
  const first = Math.min(...wrong.map(({ number }) => number))
  const at = calls.findLastIndex(({ failed, output }, index) => index < first - 1 && !failed && output !== undefined)
  const call = calls[at]
  return call ? [{ number: at + 1, tool: call.tool, input: call.input, failed: false }] : []
}
