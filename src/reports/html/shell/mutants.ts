import { type MutantRecord, mutationScore } from '../../../record/mutation.ts'
import { plural } from '../../text/quantity.ts'

/** Mutants that are drawn, of those that survived and of those that were killed. */
const DRAWN = 200

/** The guards that were loosened one at a time: which of them the suite noticed, and what it lacks for the others. */
export function mutantsView(mutants: readonly MutantRecord[]) {
  const killed = mutants.filter(({ outcome }) => outcome === 'killed')
  const left = mutants.filter(({ outcome }) => outcome !== 'killed')
  return {
    any: mutants.length > 0,
    // Rounded down: 99.9 % is not all of them.
    score: Math.floor((mutationScore(mutants) ?? 0) * 1_000) / 10,
    icon: left.length === 0 ? 'passed' : 'failed',
    killedCount: killed.length,
    count: mutants.length,
    survivors: left.slice(0, DRAWN).map((one) => ({ ...one, seat: seatOf(one), seen: seenOf(one) })),
    killed: killed
      .slice(0, DRAWN)
      .map((one) => ({ ...one, seat: seatOf(one), trial: one.by?.trial, why: one.by?.why })),
    more: left.length > DRAWN || killed.length > DRAWN,
  }
}

/** 'budget · billing/duplicate-charge and 2 more'. */
function seatOf({ guard, scenarios: [first = '', ...others] }: MutantRecord): string {
  return `${guard} · ${first}${others.length > 0 ? ` and ${others.length} more` : ''}`
}

function seenOf({ trials, ran, outcome, instead }: MutantRecord): string {
  const how =
    trials === 0
      ? 'No trial could have told.'
      : `Nothing differed in ${ran < trials ? `the first ${ran} of ` : ''}${plural(trials, 'trial')} that could have told.`
  const others = instead.length > 0 ? ` In its place ${instead.join(', ')} refused more.` : ''
  return `${how}${others}${outcome === 'unclear' ? ' The harness failed in some.' : ''}`
}
