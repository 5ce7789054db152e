import { visible } from '../kernel/visible.ts'
import type { TrialRow } from '../record/row.ts'
import { defineReporter, inParts, type StoredRun } from './define.ts'

type Cells = Record<string, string | number | null>

const COLUMNS = [
  ...['trial', 'scenario', 'variant', 'agent', 'model', 'repeat', 'seed', 'tier', 'verdict', 'reason'],
  ...['calls', 'model_calls', 'input_tokens', 'output_tokens', 'usd', 'model_usd', 'wall_ms', 'virtual_ms'],
  ...['faults_planned', 'faults_delivered'],
]

/** The planned trials as a table: what each came to, by which scorer and guard, and what it took. */
export const csv = defineReporter({
  name: 'csv',
  summary: 'A table with a row for each planned trial, for spreadsheets and notebooks.',
  file: 'trials.csv',
  ...inParts(write),
})

async function write(run: StoredRun, sink: (part: string) => void): Promise<void> {
  const { stringify } = await import('csv-stringify/sync')
  const columns = [...COLUMNS, ...new Set(run.rows.flatMap((row) => Object.keys(partsOf(row)).map(visible)))]
  // A cell that a spreadsheet would run as a formula is marked as text.
  const line = (cells: Cells) => sink(stringify([cells], { columns, escape_formulas: true, record_delimiter: '\r\n' }))
  line(Object.fromEntries(columns.map((name) => [name, name])))
  const rows = new Map(run.rows.map((row) => [row.id, row]))
  for (const { id, scenario, variant, agent, model, repeat } of run.planned) {
    const row = rows.get(id)
    const found = row ? { ...figuresOf(row), ...partsOf(row), reason: reasonOf(row, run) } : { verdict: 'not run' }
    line(shown({ trial: id, scenario, variant, agent, model, repeat, ...found }))
  }
}

function figuresOf({ seed, tier, verdict, usage, faults }: TrialRow): Cells {
  return {
    ...{ seed, tier, verdict, calls: usage.calls, model_calls: usage.modelCalls },
    ...{
      input_tokens: usage.inputTokens,
      output_tokens: usage.outputTokens,
      usd: usage.usd,
      model_usd: usage.modelUsd,
    },
    ...{ wall_ms: usage.wallMs, virtual_ms: usage.virtualMs, faults_planned: faults.length },
    faults_delivered: faults.filter(({ state }) => state === 'delivered').length,
  }
}

/** What each scorer and guard said, under a name of its own: 'scorer end-state', 'guard budget'. */
function partsOf({ scores, guards }: TrialRow): Cells {
  const said = (pass: boolean | null) => (pass === null ? 'unclear' : pass ? 'passed' : 'failed')
  return Object.fromEntries([
    ...scores.map(({ scorer, pass }) => [`scorer ${scorer}`, said(pass)] as const),
    ...guards.map(({ name, outcome }) => [`guard ${name}`, outcome] as const),
  ])
}

function reasonOf({ id, verdict }: TrialRow, run: StoredRun): string | null {
  return verdict === 'passed' ? null : run.record(id).reason
}

/** What an agent wrote neither moves a cursor nor hides. */
function shown(cells: Cells): Cells {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [visible(name), typeof cell === 'string' ? visible(cell) : cell]),
  )
}
