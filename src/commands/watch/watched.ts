import { extname } from 'node:path'
import { filesOf } from '../../hosts/index.ts'
import { closureOf, noteImports } from '../../kernel/import-graph.ts'
import type { TrialRecord, Verdict } from '../../record/trial.ts'
import type { Plan } from '../../runs/plan.ts'
import type { Config } from '../../scenario/config.ts'
import { isScenario } from '../../scenario/load.ts'
import type { ScheduledTrial } from '../../stage/scheduled-trial.ts'

/** What one run of a watch is to run. Neither: all that the command line asks for. */
export interface Wanted {
  /** Only what one of these files has a part in: absolute paths. */
  changed?: readonly string[]
  /** Only these trials, by id. */
  trials?: readonly string[]
}

/** What a run tells the one that watches. */
export type FromRun = { type: 'project'; out: string } | { type: 'judged'; id: string; verdict: Verdict }

/** The end of a watch that its runs hold. */
export interface Watched {
  /** @param out Where the run goes. */
  project(out: string): void
  /** What is left of a plan whose agents have been loaded. */
  narrow(plan: Plan, config: Config): Plan
  judged(record: TrialRecord): void
}

/** Files that other files bring in by importing them. Others may be read by anything. */
const MODULES = ['.ts', '.mts', '.cts', '.tsx', '.js', '.mjs', '.cjs', '.jsx']

/** In a process that `watch` started, before anything of the project is loaded. */
export async function openWatched(): Promise<Watched> {
  const wanted = await new Promise<Wanted>((resolve) => process.once('message', resolve))
  process.channel?.unref()
  const tell = (message: FromRun) => void process.send?.(message)
  if (wanted.changed) noteImports()
  return {
    project: (out) => tell({ type: 'project', out }),
    narrow: (plan, { file, root }) => ({ ...plan, trials: plan.trials.filter(chooser(wanted, [file, root])) }),
    judged: ({ id, verdict }) => tell({ type: 'judged', id, verdict }),
  }
}

function chooser({ changed, trials }: Wanted, everywhere: readonly string[]): (trial: ScheduledTrial) => boolean {
  if (trials) {
    const ids = new Set(trials)
    return ({ id }) => ids.has(id)
  }
  if (!changed || changed.some((file) => !MODULES.includes(extname(file)) && !isScenario(file))) return () => true
  const touched = (file: string) => {
    const closure = closureOf(file)
    return changed.some((one) => closure.has(one))
  }
  // A project brings in what its config imports, and what that names by a path: reporters and sinks.
  if (everywhere.some(touched)) return () => true
  const known = new Map<string, boolean>()
  const touches = (file: string) => known.get(file) ?? known.set(file, touched(file)).get(file) === true
  return ({ loaded, contestant }) => touches(loaded.file) || filesOf(contestant.source(loaded)).some(touches)
}
