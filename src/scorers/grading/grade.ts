import type { Score } from '../define.ts'

/** One thing that a scorer looked at. */
export interface Check {
  /** How nearly it holds, 0 to 1. Exactly 1 where it holds. */
  held: number
  /** Nothing that the evidence says decides it: it neither holds nor fails. */
  unclear?: boolean
  /** What was expected and what was found, as a sentence. Read only where it does not hold. */
  problem: string
  /** References into the trace, such as 'e12'. */
  events: string[]
}

const MAX_REASON = 400
const MAX_EVENTS = 100

/**
 * Checks as one score: the mean of how nearly they hold. It passes, with a value of exactly 1, when all of them hold. Where
 * none fails and one is unclear, so is the whole.
 */
export function grade(checks: readonly Check[], allWell: string): Score {
  const decided = checks.filter(({ unclear }) => !unclear)
  const open = checks.filter(({ unclear }) => unclear)
  const failed = decided.filter(({ held }) => !(held >= 1))
  const shown = [failed, open, checks].find(({ length }) => length > 0) ?? []
  const events = [...new Set(shown.flatMap((check) => check.events))].slice(0, MAX_EVENTS)
  if (failed.length === 0 && open.length > 0) return { value: null, pass: false, reason: tell(open), events }
  if (failed.length === 0) return { value: 1, pass: true, reason: cut(allWell, MAX_REASON), events }
  const mean = decided.reduce((sum, { held }) => sum + share(held), 0) / decided.length
  return { value: Math.min(mean, 0.999), pass: false, reason: tell(failed), events }
}

/** The first problems, and how many more there are. */
function tell([first, ...others]: Check[]): string {
  const more = others.length === 0 ? '' : ` And ${others.length} more: ${others[0]?.problem}`
  return cut(`${first?.problem}${more}`, MAX_REASON)
}

function share(held: number): number {
  return held > 0 ? Math.min(held, 1) : 0
}

/** A text of at most `length` characters, '…' where something was left out. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 1)}…`
}

/** A small value as it is shown in a reason: JSON of at most 80 characters. */
export function show(value: unknown): string {
  return cut(JSON.stringify(value) ?? 'nothing', 80)
}
