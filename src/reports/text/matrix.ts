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
  const ran = new Map(trials.map((trial) => [trial.id, trial]))
  const planned = new Map<string, Omit<PlannedTrial, 'tags'>>([...plan, ...trials].map((trial) => [trial.id, trial]))
  const agents = [...new Set([...planned.values()].map(agentLabel))]
  const rows = new Map<string, MatrixRow>()
  for (const { id, scenario, variant, repeat, agent, model } of planned.values()) {
    const key = JSON.stringify([scenario, variant])
    const row = rows.get(key) ?? { scenario, variant, cells: agents.map(() => []) }
    rows.set(key, row)
    const trial = ran.get(id)
    const cell = row.cells[agents.indexOf(agentLabel({ agent, model }))]
    cell?.push({ id, repeat, outcome: trial?.verdict ?? 'not run', trial })
  }
  return { agents, rows: [...rows.values()] }
}

/** The worst outcome of a cell; undefined for an empty one. */
export function worstOf(cell: readonly CellTrial[]): PlannedOutcome | undefined {
  return OUTCOMES.find((outcome) => cell.some((trial) => trial.outcome === outcome))
}
