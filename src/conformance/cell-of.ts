import type { Case } from './cases/define.ts'
import type { Cell } from './cell.ts'
import { judge } from './judge.ts'
import { OUTCOMES, type Outcome, worst } from './outcome.ts'
import type { Found } from './shard.ts'

interface Judged {
  found: Found
  outcome: Outcome
}

/** All attempts at a case as one cell: the worst of them counts. */
export function cellOf(one: Case, attempts: readonly Found[]): Cell {
  const judged = attempts.map(
    (found): Judged => ({ found, outcome: found.failed ? 'error' : judge(one, found, found.effects) }),
  )
  const outcome = worst(judged.map((attempt) => attempt.outcome))
  const told = judged.find((attempt) => attempt.outcome === outcome)?.found
  const note = told?.notApplicable ?? told?.note
  return {
    case: one.name,
    kind: one.kind,
    outcome,
    steady: isSteady(judged),
    effects: told?.effects ?? [],
    expected: told?.expected ?? one.expect,
    ...(note !== undefined && { note }),
  }
}

/** Each way ends alike in every repeat. */
function isSteady(judged: readonly Judged[]): boolean {
  const ways = Map.groupBy(judged, ({ found }) => found.way)
  return [...ways.values()].every(
    (repeats) => new Set(repeats.map(({ outcome }) => OUTCOMES.indexOf(outcome))).size === 1,
  )
}
