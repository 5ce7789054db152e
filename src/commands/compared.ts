import { align } from '../drift/align.ts'
import { compareTrials, type Thresholds, usualThresholds } from '../drift/compare.ts'
import { staleness } from '../drift/stale.ts'
import { UsageError } from '../kernel/errors.ts'
import { version } from '../kernel/version.ts'
import type { Comparison, Contest } from '../record/comparison.ts'
import type { Compared } from '../reports/define.ts'
import { behaviourOf } from '../reports/text/behaviour.ts'
import { partingsOf } from './partings.ts'
import type { Side } from './sides.ts'

/** How many lost pairs of a contest a page looks into. */
const LOOKED_INTO = 10

/** Compares two sides. @throws {UsageError} nobody to compare. */
export function compareSides(
  base: Side,
  head: Side,
  options: Partial<Thresholds> & { agents?: readonly string[] } = {},
): Comparison {
  const compared = compareTrials(base.trials, head.trials, options)
  const warnings = warningsOf(base, head, compared.notCompared)
  const lack = lackOf(base) ?? lackOf(head)
  const failed = lack === undefined ? {} : { passed: false, reason: `${lack} ${compared.reason}` }
  return { schemaVersion: 1, base: base.run, head: head.run, warnings, ...compared, ...failed }
}

/** Why a side is not all that was planned, as it was written: what is missing may be what regressed. */
function lackOf({ run, kept }: Side): string | undefined {
  if (!kept) return undefined
  const { stopped, interrupted } = kept.head
  if (stopped === null && !interrupted) return undefined
  return `${run.run} is no whole run (${stopped ?? 'it was interrupted'}).`
}

function warningsOf(base: Side, head: Side, notCompared: Comparison['notCompared']): string[] {
  const seeds = [base, head].map(({ reference, kept }) => reference?.run.seed ?? kept?.head.seed)
  return [
    ...(base.reference ? staleness(base.reference, notCompared, { at: Date.now(), mettle: version() }) : []),
    ...(seeds[0] === seeds[1]
      ? []
      : [`The two sides ran with other seeds (${seeds.join(' and ')}): their pairs share no chance.`]),
  ]
}

/** A comparison with what stands behind its figures, for a page. */
export function withBackground(comparison: Comparison, base: Side, head: Side): Compared {
  const behind = comparison.contests.map((contest) => ({
    partings: partingsOf(contest, base, head, LOOKED_INTO),
    actions: actionsOf(contest, base, head),
  }))
  return { comparison, behind }
}

/** For the page of a run: that nobody could be compared is said there, and is no reason to lose the run. */
export function comparedForPage(base: Side, head: Side): Compared {
  try {
    return withBackground(compareSides(base, head), base, head)
  } catch (thrown) {
    if (!(thrown instanceof UsageError)) throw thrown
    const sides = { base: base.run, head: head.run }
    const nothing = { warnings: [], notCompared: [], contests: [], passed: false, reason: thrown.message }
    return { comparison: { schemaVersion: 1, ...sides, ...usualThresholds, ...nothing }, behind: [] }
  }
}

/** What each side did in the trials that were compared: both had the same tasks. */
function actionsOf(contest: Contest, base: Side, head: Side): Compared['behind'][number]['actions'] {
  const { pairs } = align(base.trials, head.trials, contest)
  return {
    base: ofTrials(base, new Set(pairs.map((pair) => pair.base.id))),
    head: ofTrials(head, new Set(pairs.map((pair) => pair.head.id))),
  }
}

/** Null where the side keeps no actions. */
function ofTrials({ kept }: Side, ids: ReadonlySet<string>) {
  if (!kept) return null
  const rows = kept.rows.filter(({ id }) => ids.has(id))
  return behaviourOf({ ...kept, rows }).flatMap(({ actions }) => actions)
}
