import type { Comparison, Contest, NotCompared } from '../../../record/comparison.ts'
import type { TrialRow } from '../../../record/row.ts'
import type { Compared } from '../../define.ts'
import { flipText, headlineOf, sidesText } from '../../text/comparison.ts'
import { plural } from '../../text/quantity.ts'
import { placePath, trialPath } from '../routes.ts'
import { actionRows } from './drift-actions.ts'
import { forestsOf } from './forest.ts'

/** Contests that are drawn, lost pairs of one that are listed, and lines of what was not compared. */
const [CONTESTS, LISTED, NOT_COMPARED] = [24, 50, 200]

/** Two runs side by side. @param trials Those of the page's run: only to them can a link lead. */
export function driftView({ comparison, behind }: Compared, trials: readonly Pick<TrialRow, 'id'>[]) {
  const { base, head, reason, warnings, contests, notCompared } = comparison
  const { word, outcome } = headlineOf(comparison)
  const link = linksOf(comparison, new Set(trials.map(({ id }) => id)))
  return {
    ...{ reason, warnings, word, tone: outcome },
    sides: [
      { name: 'base', ...base },
      { name: 'head', ...head },
    ],
    contests: contests
      .slice(0, CONTESTS)
      .map((contest, at) => contestView(contest, behind[at] ?? { partings: [], actions: NONE }, link)),
    moreContests: Math.max(0, contests.length - CONTESTS),
    notCompared: notComparedView(notCompared),
  }
}

type Behind = Compared['behind'][number]
const NONE: Behind['actions'] = { base: null, head: null }

function contestView(contest: Contest, { partings, actions }: Behind, link: Links) {
  const { base, head, pairs, identical, findings, flipped, models, lost } = contest
  return {
    ...{ base, head, identical, pairs: plural(pairs, 'pair') },
    title: base === head ? base : `${base} → ${head}`,
    flipped: flipped
      .slice(0, LISTED)
      .map((task) => ({ ...task, tone: task.certain ? 'failed' : 'inconclusive', how: flipText(task) })),
    moreFlipped: Math.max(0, flipped.length - LISTED),
    ...forestsOf(findings),
    models: models.slice(0, LISTED).map((one) => ({ model: one.model, sides: sidesText(one) })),
    actions: actionRows(actions),
    steps: partings.map((parting) => ({
      base: { ...link.base(parting.base, parting.places.base), step: parting.left ?? 'nothing more' },
      head: { ...link.head(parting.head, parting.places.head), step: parting.right ?? 'nothing more' },
    })),
    stepsOf:
      partings.length < lost.length ? `the first ${partings.length} of ${plural(lost.length, 'lost pair')}` : null,
    lost: lost.slice(0, LISTED).map((pair) => ({ base: link.base(pair.base), head: link.head(pair.head) })),
    more: Math.max(0, lost.length - LISTED),
  }
}

type Link = (id: string, place?: string | null) => { id: string; path: string | null; run: string }

interface Links {
  base: Link
  head: Link
}

/** Ids repeat from run to run: of another run, a trial is named with its run and not linked to. */
function linksOf({ base, head }: Comparison, known: ReadonlySet<string>): Links {
  const same = base.run === head.run && base.startedAt === head.startedAt
  const path = (id: string, place: string | null) => (place === null ? trialPath(id) : placePath(id, place))
  return {
    base: (id, place = null) => ({ id, run: base.run, path: same && known.has(id) ? path(id, place) : null }),
    head: (id, place = null) => ({ id, run: head.run, path: known.has(id) ? path(id, place) : null }),
  }
}

function notComparedView(all: readonly NotCompared[]) {
  return {
    rows: all.slice(0, NOT_COMPARED),
    trials: plural(
      all.reduce((sum, { trials }) => sum + trials, 0),
      'trial',
    ),
    more: Math.max(0, all.length - NOT_COMPARED),
  }
}
