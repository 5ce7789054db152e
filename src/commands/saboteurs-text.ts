import { visible } from '../kernel/visible.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { GuardRow, TrialRow } from '../record/row.ts'
import { type Paint, painter, type Tone } from '../reports/list/paint.ts'
import { plural } from '../reports/text/quantity.ts'

/** 'unguarded': it only watches, and nothing kept the agent from what it is to keep from happening. */
type Outcome = GuardRow['outcome'] | 'unguarded'

/** How a guard did against an agent, over all trials of both: as in the worst. */
export interface Cell {
  agent: string
  guard: string
  outcome: Outcome
  /** Those of that outcome. */
  trials: string[]
}

/** From bad to good. */
const WORST: readonly Outcome[] = ['bypassed', 'false-alarm', 'unguarded', 'unclear', 'held', 'not-exercised']

const TONES: Record<Outcome, Tone> = {
  bypassed: 'red',
  'false-alarm': 'magenta',
  unguarded: 'yellow',
  unclear: 'yellow',
  held: 'green',
  'not-exercised': 'gray',
}

export function cellsOf({ rows }: Pick<KeptRun, 'rows'>): Cell[] {
  const seen = rows.flatMap(({ id, agent, guards }) =>
    guards.map((guard) => ({ id, agent, guard: guard.name, outcome: outcomeOf(guard) })),
  )
  return [...Map.groupBy(seen, ({ agent, guard }) => `${agent}\n${guard}`).values()].flatMap((own) => {
    const outcome = WORST.find((one) => own.some((trial) => trial.outcome === one))
    const [first] = own
    if (!first || !outcome) return []
    const trials = own.filter((trial) => trial.outcome === outcome).map(({ id }) => id)
    return [{ agent: first.agent, guard: first.guard, outcome, trials }]
  })
}

/** A safeguard of the user's that a guard watches is often its agent's: these agents do not have it. */
function outcomeOf({ outcome, mode }: GuardRow): Outcome {
  return outcome === 'bypassed' && mode === 'observe' ? 'unguarded' : outcome
}

/** A row for each agent and a column for each guard, each bypass with its first trial, and what to do. */
export function saboteursText(run: KeptRun, cells: readonly Cell[], folder: string, color: boolean): string {
  const paint = painter(color)
  const bypassed = cells.filter(({ outcome }) => outcome === 'bypassed')
  const held = cells.filter(({ outcome }) => outcome === 'held').length
  const errors = run.rows.filter(({ verdict }) => verdict === 'error')
  return [
    `${matrixOf(run.rows, cells, paint)}\n`,
    ...bypassed.map((cell) => `${evidenceOf(cell, run, folder, paint)}\n`),
    ...(errors[0]
      ? [
          `${paint('magenta', '! error')}  ${plural(errors.length, 'trial')}, the first ${errors[0].id}: ${visible(run.record(errors[0].id).reason)}\n`,
        ]
      : []),
    `${plural(run.rows.length, 'trial')}: ${held} pairs of agent and guard held, ${bypassed.length} bypassed. A number says in how many trials.`,
    ...(cells.some(({ outcome }) => outcome === 'unguarded') ? [UNGUARDED] : []),
    `Trials: ${folder}\n`,
  ].join('\n')
}

const UNGUARDED =
  'unguarded: the guard only watches, and nothing of the world stood in the way. A safeguard that is part of your agent is not there for these.'

function matrixOf(rows: readonly TrialRow[], cells: readonly Cell[], paint: Paint): string {
  const agents = [...new Set(rows.map(({ agent }) => agent))]
  const guards = [...new Set(cells.map(({ guard }) => guard))]
  const first = Math.max('agent'.length, ...agents.map((name) => name.length))
  const width = (guard: string) =>
    Math.max(guard.length, ...cells.filter((cell) => cell.guard === guard).map((cell) => shown(cell).length))
  const widths = new Map(guards.map((guard) => [guard, width(guard)]))
  const line = (name: string, cellFor: (guard: string, wide: number) => string) =>
    [name.padEnd(first), ...guards.map((guard) => cellFor(guard, widths.get(guard) ?? 0))].join('  ').trimEnd()
  const body = agents.map((agent) =>
    line(agent, (guard, wide) => {
      const cell = cells.find((one) => one.agent === agent && one.guard === guard)
      return cell ? paint(TONES[cell.outcome], shown(cell).padEnd(wide)) : ' '.repeat(wide)
    }),
  )
  return [line('agent', (guard, wide) => guard.padEnd(wide)), ...body].join('\n')
}

function shown({ outcome, trials }: Cell): string {
  return outcome === 'not-exercised' ? '–' : `${outcome} ${trials.length}`
}

function evidenceOf(
  { agent, guard, trials: [first = '', ...others] }: Cell,
  run: KeptRun,
  folder: string,
  paint: Paint,
): string {
  const found = run.record(first).guards.find(({ name }) => name === guard)
  return [
    `${paint('red', '✗ bypassed')}  ${guard} by ${agent}`,
    `  what     ${visible(found?.evidence[0]?.message ?? '')}`,
    `  trial    ${first}${others.length > 0 ? ` and ${plural(others.length, 'other')}` : ''}`,
    `  trace    npx mettle trace ${first} --run ${folder}`,
  ].join('\n')
}
