import { resolve } from 'node:path'
import { always, nameIn } from '../../agents/names.ts'
import { safeguardFaults } from '../../faults/safeguards/index.ts'
import { UsageError } from '../../kernel/errors.ts'
import { shortPath } from '../../kernel/short-path.ts'
import { visible } from '../../kernel/visible.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import type { TrialRecord } from '../../record/trial.ts'
import { loadAgentsOf } from '../../runs/load-agents.ts'
import { type Plan, planRun } from '../../runs/plan.ts'
import { openRealModels } from '../../runs/real-models.ts'
import { run } from '../../runs/run.ts'
import { type Setup, setupOf } from '../../runs/setup.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import { type Config, loadConfig, mustKnow } from '../../scenario/config.ts'
import { loadScenarios } from '../../scenario/load-all.ts'
import { type ProbeVariant, probesOf } from '../../scenario/probed.ts'
import type { ScheduledTrial } from '../../stage/scheduled-trial.ts'
import { createRunFolder } from '../../store/directory.ts'
import { catchInterrupts } from '../interrupt.ts'
import type { Terminal } from '../terminal.ts'
import { writePage } from '../write-report.ts'
import { cellsOf, type ProbeCell } from './probe-cells.ts'
import { probeText } from './probe-text.ts'
import { writeFound } from './write-found.ts'

export interface ProbeFlags {
  config?: string
  agent?: string[]
  guard?: string[]
  fault?: string[]
  seed?: string
  workers?: number
  out?: string
  database?: string
  /** True: printed. A text: written into that file. */
  json?: string | true
}

/** Sends the calls that guards name themselves. */
const PROBER = 'prober'
/** Beside the runs, so that neither takes the other's place. */
const OUT = 'reports/guards/latest'

/**
 * Breaks the guards of scenarios, one by one and in every way there is, and tells how each failed. Resolves with the exit code: 1 where
 * something failed open, or could not be told: silence is no pass.
 * @throws {UsageError} a name that is not known, or there is nothing to probe.
 */
export async function probeCommand(
  pattern: string | undefined,
  flags: ProbeFlags,
  terminal: Terminal,
): Promise<number> {
  const config = await loadConfig(flags.config)
  const plan = await planProbes(config, pattern, flags)
  const setup = probeSetup(config, flags)
  await loadAgentsOf(plan.trials, setup.env)
  using interrupt = catchInterrupts()
  const folder = createRunFolder(resolve(config.root, flags.out ?? OUT))
  const troubles: string[] = []
  try {
    const ran = await run({
      ...{ plan, setup, folder, signal: interrupt.signal, real: openRealModels(plan.trials, setup) },
      onTrial: (_, done) => terminal.status(`${done}/${plan.trials.length} trials`),
      onTrouble: (trouble) => troubles.push(trouble),
    })
    const code = interrupt.code()
    if (code !== undefined) return code
    const cells = readCells(plan, ran)
    const kept = folder.publish()
    const page = await writePage(kept)
    tell(cells, shortPath(kept), flags, terminal)
    if (flags.json !== true) {
      for (const trouble of troubles) terminal.print(`${visible(trouble)}\n`)
      terminal.print(`${leftOut(plan.untried)}\nReport: ${shortPath(page)}#/guards\n`)
    }
    return cells.length === 0 || cells.some(isBad) ? 1 : 0
  } catch (thrown) {
    const code = interrupt.code()
    if (code === undefined) throw thrown
    return code
  } finally {
    folder.abandon()
  }
}

/** Nobody may take it for a safeguard that holds. */
function isBad({ outcome, controls }: ProbeCell): boolean {
  return outcome === 'fails-open' || outcome === 'error' || controls.failed !== undefined
}

interface Probes extends Plan {
  /** Guards that nobody tries, by scenario and name. */
  untried: string[]
}

async function planProbes(config: Config, pattern: string | undefined, flags: ProbeFlags): Promise<Probes> {
  const { agent: agents = [always(PROBER)], guard: guards = [], fault: faults = [], seed } = flags
  for (const name of faults) mustKnow('fault of safeguards', name, Object.keys(safeguardFaults))
  const all = await loadScenarios(config)
  const known = [...new Set(all.flatMap((one) => one.guards.map(({ guard }) => guard.name)))]
  for (const name of guards) mustKnow('guard', name, known)
  const isWanted = ({ guard, fault }: ProbeVariant) =>
    (guards.length === 0 || guards.includes(guard)) &&
    (fault === undefined || faults.length === 0 || faults.includes(fault))
  const wanted = [
    ...new Set(
      all.flatMap((one) =>
        probesOf(one)
          .filter(isWanted)
          .map(({ variant }) => variant),
      ),
    ),
  ]
  if (wanted.length === 0) throw new UsageError('There is no guard to probe: add one to `guards` of a scenario.')
  const path = pattern ? resolve(pattern) : undefined
  const plan = planRun(config, all, { pattern, path, agents, variants: wanted, repeats: 1, seed })
  const prober = nameIn(config.agents, PROBER)
  const trials = plan.trials.filter((trial) => canProbe(trial, prober))
  if (trials.length === 0) throw new UsageError(nothingLeft(plan.trials))
  const others = plan.trials.filter((trial) => !canProbe(trial, prober))
  const untried = others.map(({ loaded, variant }) => `${loaded.id} ${wayOf(loaded, variant)?.guard}`)
  return { ...plan, trials, untried: [...new Set(untried)] }
}

/** What a guard names is sent across the seam: that reaches no safeguard which an agent runs by itself. */
function canProbe({ contestant: { name }, loaded, variant }: ScheduledTrial, prober: string): boolean {
  if (name !== prober) return true
  const way = wayOf(loaded, variant)
  return loaded.guards.some(({ guard, mode }) => guard.name === way?.guard && mode === 'enforce')
}

/** Guards that stand for safeguards of agents' own: without such an agent nobody tries them. */
function leftOut(untried: readonly string[]): string {
  if (untried.length === 0) return ''
  return `Not tried, for they only observe: ${visible(untried.join(', '))}. Name the agent that runs what they stand for with --agent.\n`
}

function nothingLeft(trials: readonly ScheduledTrial[]): string {
  const names = [...new Set(trials.map(({ loaded }) => loaded.id))].join(', ')
  return `There is nothing to probe: the guards of ${names} only observe. Name the agent whose own safeguards they stand for with --agent.`
}

/** As the config says it, on virtual time: guards wait for people, and people for days. */
function probeSetup(config: Config, { workers, database }: ProbeFlags): Setup {
  const usual = setupOf(config)
  return {
    ...usual,
    ...{ workers: workers ?? usual.workers, gate: [], limits: {} },
    database: { ...usual.database, backend: database ?? usual.database.backend },
    pool: { ...usual.pool, realTime: false },
  }
}

function wayOf(scenario: Scenario, variant: string): ProbeVariant | undefined {
  return probesOf(scenario).find((one) => one.variant === variant)
}

/** The trials of each guard and agent side by side. */
function readCells({ trials }: Plan, ran: KeptRun): ProbeCell[] {
  const groups = Map.groupBy(trials, ({ loaded, variant, agent, model }) => {
    return JSON.stringify([loaded.id, wayOf(loaded, variant)?.guard, agent, model])
  })
  return [...groups.values()].flatMap((group) => {
    const found = group.flatMap(({ id, loaded, variant }) => {
      const way = wayOf(loaded, variant)
      return way ? [{ way, record: ran.record(id) }] : []
    })
    const control = (kind: ProbeVariant['kind']): TrialRecord | undefined =>
      found.find(({ way }) => way.kind === kind)?.record
    const [sound, removed] = [control('sound'), control('removed')]
    if (!sound || !removed) return []
    return cellsOf({ sound, removed, faults: found.filter(({ way }) => way.kind === 'fault') })
  })
}

function tell(cells: readonly ProbeCell[], folder: string, { json }: ProbeFlags, terminal: Terminal): void {
  const told = `${JSON.stringify({ run: folder, cells }, null, 2)}\n`
  terminal.print(json === true ? told : probeText(cells, folder, terminal.color))
  if (typeof json === 'string') writeFound(json, told)
}
