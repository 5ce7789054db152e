import { resolve } from 'node:path'
import { visibleJson } from '../kernel/visible.ts'
import { planRun } from '../runs/plan.ts'
import { loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import { chanceToHold, chanceToPass, expectedTrials, type Forecast, taskChances } from '../verdict/forecast.ts'
import { readGates } from '../verdict/gate.ts'
import type { Gate } from '../verdict/parse-gate.ts'
import { type Planned, planText } from './plan-text.ts'
import { readSelection, type SelectFlags } from './select.ts'
import type { Terminal } from './terminal.ts'

export interface PlanFlags extends Omit<SelectFlags, 'trials'> {
  config?: string
  gate?: string[]
  /** Pass rates. */
  p: number[]
  /** Numbers of repeats, or one range. */
  trials?: SelectFlags['trials'][]
  json?: boolean
}

/**
 * Tells what the gates of a run would come to at each pass rate, before anything of it runs. Resolves with the exit code.
 * @throws {UsageError} a gate that cannot be read, or a selection that leaves nothing.
 */
export async function planCommand(pattern: string | undefined, flags: PlanFlags, terminal: Terminal): Promise<number> {
  const config = await loadConfig(flags.config)
  const scenarios = await loadScenarios(config)
  const out = resolve(config.root, config.out)
  const gates = flags.gate ?? config.gate
  const { trials: asked = [undefined], ...selected } = flags
  const found = asked.map((trials): Planned => {
    const selection = readSelection(config, pattern, { ...selected, ...(trials !== undefined && { trials }) }, out)
    const { trials: planned, sequential, known } = planRun(config, scenarios, selection)
    const read = readGates(gates, { trials: [], planned, known })
    return plannedOf({ planned, sequential }, read, flags.p)
  })
  if (flags.json) terminal.print(`${visibleJson(JSON.stringify({ p: flags.p, plans: found }))}\n`)
  else terminal.print(planText(flags.p, found, terminal.color))
  return 0
}

function plannedOf(forecast: Forecast, gates: readonly Gate[], rates: readonly number[]): Planned {
  return {
    trials: forecast.planned.length,
    sequential: forecast.sequential ?? null,
    tasks: rates.flatMap((p) => taskChances(forecast, p) ?? []),
    expected: rates.map((p) => expectedTrials(forecast, p)),
    passes: rates.map((p) => chanceToPass(forecast, p)),
    gates: gates.map((gate) => ({
      gate: gate.text,
      holds: rates.map((p) => chanceToHold(gate, forecast, p) ?? null),
    })),
  }
}
