import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { ComparedTrial, ReferenceRun } from '../record/reference.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { comparedTrial, readReference } from '../store/reference.ts'
import { openRun as open } from '../store/stored-run.ts'
import type { Evidence } from '../trace/evidence.ts'

/** Folder of the reference runs, from the current one. */
const BASELINES = 'baselines'

/** One side of a comparison: a run with its traces, or a reference run. */
export interface Side {
  run: { run: string; startedAt: string; mettle: string }
  trials: ComparedTrial[]
  reference: ReferenceRun | undefined
  /** Undefined for a reference run. */
  kept: KeptRun | undefined
  /** Undefined where the traces are not kept. */
  evidence(trialId: string): Evidence | undefined
  /** Which traces are not as they were written, as a sentence. Of a reference run, which keeps none: undefined. */
  lostTraces(): string | undefined
}

/** Where the reference run of a name lies. @throws {UsageError} a name that is none. */
export function baselineFile(name: string): string {
  if (!/^[\w][\w.-]*$/.test(name)) {
    throw new UsageError(`"${name}" is no name of a reference run: use letters, digits, ".", "_" and "-".`)
  }
  return resolve(BASELINES, `${name}.json`)
}

/** Names of the reference runs of this folder. */
export function baselineNames(): string[] {
  const files = existsSync(BASELINES) ? readdirSync(BASELINES) : []
  return files.flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []))
}

/** Opens a run's folder, a file of a reference run, or a reference run by name. @throws {UsageError} there is none. */
export function openSide(place: string): Side {
  const path = resolve(place)
  if (existsSync(path)) return statSync(path).isDirectory() ? openRun(path) : openReference(path)
  if (/[/\\]/.test(place)) throw new UsageError(`Failed to compare: ${place} does not exist.`)
  const file = baselineFile(place)
  if (existsSync(file)) return openReference(file)
  const advice = `${suggest(place, baselineNames())} Accept one with "mettle baseline accept".`
  throw new UsageError(`Failed to read a reference run: ${file} does not exist.${advice}`)
}

/** One repeat of each task, as the only one. @throws {UsageError} the side has no such repeat. */
export function repeatOf(side: Side, repeat: number): Side {
  const trials = side.trials.filter((trial) => trial.repeat === repeat).map((trial) => ({ ...trial, repeat: 1 }))
  if (trials.length > 0) return { ...side, trials }
  const most = side.trials.reduce((last, trial) => Math.max(last, trial.repeat), 0)
  throw new UsageError(`Failed to compare: ${side.run.run} has no repeat ${repeat}, they go from 1 to ${most}.`)
}

function openRun(folder: string): Side {
  return sideOf(open(folder), folder)
}

/** A run as a side. @param folder Where its traces lie. */
export function sideOf(kept: KeptRun, folder: string): Side {
  const { id, startedAt, environment } = kept.head
  return {
    run: { run: id, startedAt, mettle: environment.mettle },
    trials: kept.rows.map(comparedTrial),
    reference: undefined,
    kept,
    evidence: (id) => (existsSync(join(folder, 'traces')) ? kept.evidence(id) : undefined),
    lostTraces: () => traceProblem(folder, kept),
  }
}

function openReference(file: string): Side {
  const reference = readReference(file)
  const { id, startedAt, mettle } = reference.run
  return {
    run: { run: `${reference.name} (${id})`, startedAt, mettle },
    trials: reference.trials,
    reference,
    kept: undefined,
    evidence: () => undefined,
    lostTraces: () => undefined,
  }
}
