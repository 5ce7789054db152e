import { createRandom } from '../kernel/random.ts'
import type { Comparison, Contest, DriftFinding, NotCompared } from '../record/comparison.ts'
import type { ComparedTrial } from '../record/reference.ts'
import { align, leftOut, type Pair, sameTrace } from './align.ts'
import { type Cell, cellsOf, flippedOf, isLost } from './cells.ts'
import { type Match, matchContestants } from './contestants.ts'
import { type DriftFigure, measureFigure, passFigure } from './figures.ts'
import { measures } from './measures.ts'
import { modelsOf } from './models.ts'
import { judgeFigures } from './verdicts.ts'

/** What counts as a finding. */
export interface Thresholds {
  /** Expected share of false findings among all that are reported. */
  alpha: number
  /** A difference of pass rates within it is none that matters. */
  margin: number
  /** The same for what a trial takes, as a share of the base's mean. */
  change: number
}

export const usualThresholds: Thresholds = { alpha: 0.05, margin: 0.05, change: 0.1 }

interface CompareOptions extends Partial<Thresholds> {
  /** Labels: one is compared with itself, two with each other. */
  agents?: readonly string[]
}

export type ComparedSides = Pick<Comparison, 'contests' | 'notCompared' | 'passed' | 'reason'> & Thresholds

/**
 * Compares two sides trial by trial: the same scenarios, variants and repeats. Pure: the same two sides always come to the
 * same result.
 * @throws {UsageError} nobody to compare.
 */
export function compareTrials(
  base: readonly ComparedTrial[],
  head: readonly ComparedTrial[],
  { agents = [], ...rest }: CompareOptions = {},
): ComparedSides {
  const thresholds = { ...usualThresholds, ...rest }
  const matches = matchContestants(base, head, agents)
  const aligned = matches.map((match) => ({ match, ...align(base, head, match) }))
  const cells = aligned.map(({ pairs }) => cellsOf(pairs))
  const drawn = aligned.map(({ match }, index) => figuresOf(cells[index] ?? [], match, thresholds))
  // One correction for all: every contestant, scenario and figure is a chance to be wrong.
  const judged = judgeFigures(drawn.flat(), thresholds.alpha)
  const contests = aligned.map(({ match, pairs }, index): Contest => {
    const findings = (drawn[index] ?? []).flatMap((figure) => judged.get(figure) ?? [])
    const identical = pairs.filter(sameTrace).length
    const flipped = flippedOf(cells[index] ?? [])
    return { ...match, pairs: pairs.length, identical, findings, flipped, models: modelsOf(pairs), lost: lostOf(pairs) }
  })
  // Who was not named is left out on purpose.
  const others = agents.length > 0 ? [] : leftOut(base, head, matches)
  const notCompared = [...aligned.flatMap((one) => one.notCompared), ...others]
  return { ...thresholds, contests, notCompared, ...conclude(contests, notCompared) }
}

function figuresOf(cells: readonly Cell[], match: Match, { margin, change }: Thresholds): DriftFigure[] {
  if (cells.length === 0) return []
  const scenarios = Map.groupBy(cells, ({ scenario }) => scenario)
  const scopes: [string | null, readonly Cell[]][] = [[null, cells], ...(scenarios.size > 1 ? scenarios : [])]
  return scopes.flatMap(([scenario, own]) => {
    const scope = { scenario, pairs: own.flatMap(({ pairs }) => pairs), certain: own.every(({ exact }) => exact) }
    return [
      passFigure(scope, margin),
      ...measures.flatMap((measure) => {
        const random = createRandom('drift').fork(match.base, match.head, scenario ?? '', measure.name)
        return measureFigure(measure, scope, change, random) ?? []
      }),
    ]
  })
}

function lostOf(pairs: readonly Pair[]): Contest['lost'] {
  return pairs.filter(isLost).map(({ base, head }) => ({ base: base.id, head: head.id }))
}

/** A regression fails; so does a comparison in which nothing was compared. */
function conclude(
  contests: readonly Contest[],
  notCompared: readonly NotCompared[],
): Pick<ComparedSides, 'passed' | 'reason'> {
  const empty = contests.filter(({ pairs }) => pairs === 0)
  if (empty[0]) {
    const why = notCompared[0] ? `, first because ${notCompared[0].why}` : ''
    return { passed: false, reason: `No trial of ${empty[0].base} could be compared with ${empty[0].head}${why}.` }
  }
  const all = contests.flatMap(({ findings }) => findings)
  const count = (verdict: DriftFinding['verdict']) => all.filter((finding) => finding.verdict === verdict).length
  const regressed = count('regressed')
  const words = `${count('improved')} improved, ${count('unchanged')} unchanged, ${count('inconclusive')} inconclusive`
  const figures = `Of ${all.length} figures ${regressed} regressed, ${words}.`
  const flips = contests.flatMap(({ head, flipped }) => flipped.map((task) => ({ ...task, head })))
  const certain = flips.filter((task) => task.certain)
  const chancy = flips.filter((task) => !task.certain)
  return {
    passed: regressed === 0 && certain.length === 0,
    reason: [
      ...(certain.length > 0 ? [`Passed and fails now, for certain: ${named(certain)}.`] : []),
      ...(chancy.length > 0 ? [`Passed and fails now in some pairs, where chance has a say: ${named(chancy)}.`] : []),
      figures,
    ].join(' '),
  }
}

/** Tasks that are named in a sentence. */
const NAMED = 3

function named(tasks: readonly { scenario: string; variant: string; head: string }[]): string {
  const names = tasks.slice(0, NAMED).map(({ scenario, variant, head }) => `${scenario} · ${variant} · ${head}`)
  const more = tasks.length - names.length
  return names.join(', ') + (more > 0 ? ` and ${more} more` : '')
}
