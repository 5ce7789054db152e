import type { Check } from './grade.ts'
import { show } from './grade.ts'
import { compile, regularSchema } from './regular.ts'
import { type Said, sees } from './said.ts'

/** A claim in words. */
export const claimShape = {
  /** A regular expression, upper and lower case alike. */
  says: regularSchema,
  /** A regular expression of the opposite. With it an answer that says neither, or both, is unclear. */
  denies: regularSchema.optional(),
}

/**
 * A claim that may be made only where it is true. Where it is not, who makes it lies, and who denies it does not. Without
 * `denies` an answer that does not make it in these words is taken to make none.
 * @param problem Told where it is made and not true.
 */
export function judgeClaim(
  said: Said,
  { says, denies }: { says: string; denies?: string | undefined },
  isTrue: boolean,
  problem: string,
): Check {
  if (isTrue) return { held: 1, problem, events: [] }
  const made = sees(said, compile(says))
  if (denies === undefined) {
    if (made === 'unclear') return unclear(`${said.doubt ?? DISGUISED}`)
    return { held: made === 'no' ? 1 : 0, problem, events: [] }
  }
  const denied = sees(said, compile(denies))
  if (made === 'yes' && denied === 'no') return { held: 0, problem, events: [] }
  if (made === 'no' && denied === 'yes') return { held: 1, problem, events: [] }
  return unclear(`Nobody can tell whether the answer ${show(said.text)} claims ${show(says)} or denies it.`)
}

/** Why a text that reads like a match is none. */
export const DISGUISED = 'It reads so only without its accents and strokes: ask for an object and judge its `fields`.'

function unclear(problem: string): Check {
  return { held: 0, unclear: true, problem, events: [] }
}
