import { canonical } from '../kernel/json.ts'
import type { Pair } from './align.ts'

/** The pairs of one scenario and variant. */
export interface Cell {
  scenario: string
  variant: string
  /** Has chance no say in it? What differs then differs for certain. */
  exact: boolean
  /** What is counted. Of a cell that is exact, repeats that went the same way are one. */
  pairs: Pair[]
  /** Of all pairs: those that the base alone passed, and those that the head alone passed. */
  lost: number
  won: number
}

export function cellsOf(pairs: readonly Pair[]): Cell[] {
  const groups = Map.groupBy(pairs, ({ base }) => canonical([base.scenario, base.variant]))
  return [...groups.values()].map(cellOf)
}

function cellOf(pairs: readonly Pair[]): Cell {
  const { scenario, variant } = (pairs[0] as Pair).base
  const [lost, won] = [pairs.filter(isLost).length, pairs.filter(isWon).length]
  // Where one side goes now this way and now that, the seed decides: how often is then a question of chance again.
  const exact =
    pairs.every(isCertain) && isSteady(pairs.map(({ base }) => base)) && isSteady(pairs.map(({ head }) => head))
  return { scenario, variant, exact, pairs: exact ? once(pairs) : [...pairs], lost, won }
}

export function isLost({ base, head }: Pair): boolean {
  return base.verdict === 'passed' && head.verdict !== 'passed'
}

export function isWon({ base, head }: Pair): boolean {
  return base.verdict !== 'passed' && head.verdict === 'passed'
}

/** Both sides drew the same chance, and would go the same way again. */
function isCertain({ base, head }: Pair): boolean {
  return base.reproducible && head.reproducible && base.seed === head.seed
}

function isSteady(repeats: readonly Pair['base'][]): boolean {
  const passed = repeats.filter(({ verdict }) => verdict === 'passed').length
  return passed === 0 || passed === repeats.length
}

function once(pairs: readonly Pair[]): Pair[] {
  const wayOf = ({ traceHash, verdict, usage }: Pair['base']) => {
    const { usd, calls, modelCalls, virtualMs } = usage
    return [traceHash, verdict, usd, calls, modelCalls, virtualMs]
  }
  const ways = new Map<string, Pair>()
  for (const pair of pairs) {
    const way = canonical([wayOf(pair.base), wayOf(pair.head)])
    if (!ways.has(way)) ways.set(way, pair)
  }
  return [...ways.values()]
}

/** A task that passed and does not, in at least one pair. */
export function flippedOf(cells: readonly Cell[]) {
  return cells
    .filter(({ lost }) => lost > 0)
    .map(({ scenario, variant, exact, lost, won }) => ({ scenario, variant, certain: exact, lost, won }))
}
