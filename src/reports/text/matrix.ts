import type { KeptRun } from '../../record/kept-run.ts'
import type { TrialRow } from '../../record/row.ts'
import type { PlannedTrial } from '../../record/run.ts'
import { agentLabel, OUTCOMES, type PlannedOutcome } from './outcome.ts'

/** A planned trial and, where it ran, its row. */
export interface CellTrial {
  id: string
  repeat: number
  outcome: PlannedOutcome
  trial: TrialRow | undefined
}

export interface MatrixRow {
  scenario: string
  variant: string
  /** One for each agent of the matrix; empty where nothing was planned. */
  cells: CellTrial[][]
}

/** Scenario x variant against agent. */
export interface Matrix {
  agents: string[]
  rows: MatrixRow[]
}

/** Puts every planned trial, and every trial that ran, into its cell, in the order of the plan. */
export function matrixOf({ planned: plan, rows: trials }: Pick<KeptRun, 'planned' | 'rows'>): Matrix {
  const found = new Set<string>()
  for (const trial of plan) found.add(agentLabel(trial))
  for (const trial of trials) found.add(agentLabel(trial))
  const agents = [...found]
  const rows = new Map<string, MatrixRow>()
  const place = ({ id, scenario, variant, repeat, ...who }: Placed, trial: TrialRow | undefined) => {
    const key = JSON.stringify([scenario, variant])
    const row = rows.get(key) ?? { scenario, variant, cells: agents.map(() => []) }
    rows.set(key, row)
    const cell = row.cells[agents.indexOf(agentLabel(who))]
    cell?.push({ id, repeat, outcome: trial?.verdict ?? 'not run', trial })
  }
  // One map, which empties: of a hundred thousand trials each further one is felt.
  const ran = new Map<string, TrialRow>()
  for (const trial of trials) ran.set(trial.id, trial)
  for (const planned of plan) {
    place(planned, ran.get(planned.id))
    ran.delete(planned.id)
  }
  for (const stray of ran.values()) place(stray, stray)
  return { agents, rows: [...rows.values()] }
}

type Placed = Omit<PlannedTrial, 'tags'>

/** The worst outcome of a cell; undefined for an empty one. */
export function worstOf(cell: readonly CellTrial[]): PlannedOutcome | undefined {
  return OUTCOMES.find((outcome) => cell.some((trial) => trial.outcome === outcome))
}
