import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'

/** How many ids are named where several fit. */
const NAMED = 5

/**
 * The id of the trial that is meant: all of it, or a part that no other trial of the run has.
 * @throws {UsageError} there is none, or there are several.
 */
export function trialNamed(named: string, trials: readonly { id: string }[], run: string): string {
  const known = trials.map(({ id }) => id)
  if (known.includes(named)) return named
  const fitting = named === '' ? [] : known.filter((id) => id.includes(named))
  const [only, ...others] = fitting
  if (only === undefined) throw new UsageError(`There is no trial "${named}" in ${run}.${suggest(named, known)}`)
  if (others.length === 0) return only
  const more = fitting.length > NAMED ? `, and ${fitting.length - NAMED} more` : ''
  throw new UsageError(
    `"${named}" fits ${fitting.length} trials of ${run}: ${fitting.slice(0, NAMED).join(', ')}${more}. Name one of them.`,
  )
}
