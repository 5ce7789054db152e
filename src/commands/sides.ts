import { existsSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import type { ComparedTrial, ReferenceRun } from '../record/reference.ts'
import type { RunRecord } from '../record/run.ts'
import { readRun } from '../store/directory.ts'
import { comparedTrial, readReference } from '../store/reference.ts'
import { readEvidence } from '../store/stored-run.ts'
import type { Evidence } from '../trace/evidence.ts'

/** Folder of the reference runs, from the current one. */
const BASELINES = 'baselines'

/** One side of a comparison: a run with its traces, or a reference run. */
export interface Side {
  run: { run: string; startedAt: string; mettle: string }
  trials: ComparedTrial[]
  reference: ReferenceRun | undefined
  record: RunRecord | undefined
  /** Undefined where the traces are not kept. */
  evidence(trialId: string): Evidence | undefined
}

/** Where the reference run of a name lies. @throws {UsageError} a name that is none. */
export function baselineFile(name: string): string {
  if (!/^[\w][\w.-]*$/.test(name)) {
    throw new UsageError(`"${name}" is no name of a reference run: use letters, digits, ".", "_" and "-".`)
  }
  return resolve(BASELINES, `${name}.json`)
}

/** Opens a run's folder, a file of a reference run, or a reference run by name. @throws {UsageError} there is none. */
export function openSide(place: string): Side {
  const path = resolve(place)
  if (existsSync(path)) return statSync(path).isDirectory() ? openRun(path) : openReference(path)
  if (/[/\\]/.test(place)) throw new UsageError(`Failed to compare: ${place} does not exist.`)
  return openReference(baselineFile(place))
}

function openRun(folder: string): Side {
  return sideOf(readRun(folder), folder)
}

/** A run as a side. @param folder Where its traces lie. */
export function sideOf(record: RunRecord, folder: string): Side {
  return {
    run: { run: record.id, startedAt: record.startedAt, mettle: record.environment.mettle },
    trials: record.trials.map(comparedTrial),
    reference: undefined,
    record,
    evidence: (id) => (existsSync(join(folder, 'traces')) ? readEvidence(folder, record, id) : undefined),
  }
}

function openReference(file: string): Side {
  const reference = readReference(file)
  const { id, startedAt, mettle } = reference.run
  return {
    run: { run: `${reference.name} (${id})`, startedAt, mettle },
    trials: reference.trials,
    reference,
    record: undefined,
    evidence: () => undefined,
  }
}
