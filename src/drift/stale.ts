import type { NotCompared } from '../record/comparison.ts'
import type { ReferenceRun } from '../record/reference.ts'

/** A reference run that is older than this is stale, in days. */
const STALE_DAYS = 30
const DAY_MS = 24 * 3_600_000

/** What speaks against trusting a reference run as it is, a sentence each. */
export function staleness(
  { name, acceptedAt, run }: Pick<ReferenceRun, 'name' | 'acceptedAt' | 'run'>,
  notCompared: readonly NotCompared[],
  now: { at: number; mettle: string },
): string[] {
  const days = Math.floor((now.at - Date.parse(acceptedAt)) / DAY_MS)
  const changed = [...new Set(notCompared.filter(({ why }) => why.endsWith('changed')).map(({ scenario }) => scenario))]
  const missing = [
    ...new Set(notCompared.filter(({ why }) => why.startsWith('the base has no')).map(({ scenario }) => scenario)),
  ]
  const advice = 'Accept a new one with "mettle baseline accept".'
  return [
    ...(days > STALE_DAYS ? [`The reference run ${name} was accepted ${days} days ago. ${advice}`] : []),
    ...(run.mettle !== now.mettle
      ? [`The reference run ${name} is of mettle ${run.mettle}, this is ${now.mettle}.`]
      : []),
    ...(changed.length > 0 ? [`Changed since the reference run ${name}: ${changed.join(', ')}. ${advice}`] : []),
    ...(missing.length > 0 ? [`Not in the reference run ${name}: trials of ${missing.join(', ')}. ${advice}`] : []),
  ]
}
