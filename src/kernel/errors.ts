import { cutMiddle } from './head-and-tail.ts'

/** The user asked for something that cannot be done as asked. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** Something that this machine lacks. Exit code 3; the message says what to install. */
export class PrerequisiteError extends Error {
  override name = 'PrerequisiteError'
}

/** An error without a stack, for what happens in each trial: to look up where it came from takes as long as a call. */
export function quietError(message: string): Error {
  const { stackTraceLimit } = Error
  // An agent may have frozen it: then there is a stack.
  Reflect.set(Error, 'stackTraceLimit', 0)
  const error = new Error(message)
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit)
  return error
}

/** Longer messages lose their middle: they come from agents too. In characters. */
const LONGEST = 4_000

/** What failed first, where putting things away failed as well: that is what whoever reads it can do something about. */
export function firstFailure(thrown: unknown): unknown {
  return thrown instanceof Error && 'suppressed' in thrown ? firstFailure(thrown.suppressed) : thrown
}

/** The message of anything that can be thrown, as a text: an agent may throw what answers to nothing. */
export function messageOf(thrown: unknown): string {
  try {
    const first = firstFailure(thrown)
    const text = first instanceof Error ? String(first.message || first.name) : textOf(first)
    return cutMiddle(text, LONGEST)
  } catch {
    return 'something that cannot be shown was thrown'
  }
}

function textOf(thrown: unknown): string {
  return typeof thrown === 'string' ? thrown : (JSON.stringify(thrown) ?? String(thrown))
}
