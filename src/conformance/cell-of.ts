import type { Case } from './cases/define.ts'
import type { Cell } from './cell.ts'
import { judge } from './judge.ts'
import { type Outcome, worst } from './outcome.ts'
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

/** Every repeat ends alike, its ways taken together: where a word has copies, they stand in another order each time. */
function isSteady(judged: readonly Judged[]): boolean {
  const repeats = [...Map.groupBy(judged, ({ found }) => found.repeat).values()]
  return new Set(repeats.map((ways) => worst(ways.map(({ outcome }) => outcome)))).size < 2
}
