import { visible } from '../kernel/visible.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import { painter } from '../reports/list/paint.ts'
import { plural } from '../reports/text/quantity.ts'
import type { SprtChances } from '../stats/sprt-chances.ts'

/** A plan, and what it would come to at each of some pass rates. */
export interface Planned {
  /** At most. */
  trials: number
  /** Null: each trial is repeated a fixed number of times. */
  sequential: SequentialPlan | null
  /** Trials that run, on average. */
  expected: number[]
  /** What a task is found to be, where the evidence decides. */
  tasks: SprtChances[]
  /** The chance that the run passes by itself, where it has no gates. */
  passes: number[]
  /** The chance that each gate holds. Null: it rests on more than which trials pass. */
  gates: { gate: string; holds: (number | null)[] }[]
}

/** Share with one decimal; what is not nothing, and not certain, does not read so. */
function chance(share: number): string {
  if (share > 0 && share < 0.001) return '< 0.1 %'
  if (share < 1 && share > 0.999) return '> 99.9 %'
  return `${(share * 100).toFixed(1)} %`
}

/** A table for each plan: a column for each pass rate. */
export function planText(rates: readonly number[], plans: readonly Planned[], color: boolean): string {
  const paint = painter(color)
  const told = plans.map((plan) => {
    const { rows, left } = rowsOf(plan)
    const table = aligned([['where each trial passes with', ...rates.map(String)], ...rows])
    const [head = '', ...rest] = table
    const notes = left.map(
      (gate) => `  ${visible(gate)} rests on more than which trials pass: its chances are not known beforehand.`,
    )
    return [paint('bold', titleOf(plan)), paint('dim', head), ...rest, ...notes].join('\n')
  })
  return `${told.join('\n\n')}\n`
}

function titleOf({ trials, sequential }: Planned): string {
  if (!sequential) return plural(trials, 'trial')
  const { good, bad, min, max } = sequential
  return `at most ${plural(trials, 'trial')}: ${min}..${max} of each task, until it is told ${good} from ${bad}`
}

function rowsOf({ gates, passes, expected, tasks, sequential }: Planned): { rows: string[][]; left: string[] } {
  const known = gates.filter(({ holds }) => !holds.includes(null))
  const rows = known.map(({ gate, holds }) => [visible(gate), ...holds.map((share) => chance(share ?? 0))])
  const alone = sequential ? 'every task is found good' : 'every trial passes'
  if (gates.length === 0) rows.push([alone, ...passes.map(chance)])
  if (sequential) {
    for (const decision of ['good', 'bad', 'undecided'] as const)
      rows.push([`a task is ${decision}`, ...tasks.map((task) => chance(task[decision]))])
    rows.push(['trials, on average', ...expected.map((count) => count.toFixed(1))])
  }
  return { rows, left: gates.filter(({ holds }) => holds.includes(null)).map(({ gate }) => gate) }
}

function aligned(rows: readonly string[][]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? `  ${cell.padEnd(widths[0] ?? 0)}` : cell.padStart(widths[column] ?? 0)))
      .join('  '),
  )
}
