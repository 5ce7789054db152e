import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openRun, readStoredTrace } from '../../src/store/stored-run.ts'

export interface AttackOptions {
  /** Names of saboteurs. */
  saboteurs: readonly string[]
  /** Names of those that only a deadline ends: theirs is short, the others' is not. */
  hanging: readonly string[]
  /** How many honest agents take part. */
  honest: number
  /** Trials of each. */
  repeats: number
  /** Workers run on, whatever their trials left behind. */
  neverRetire: boolean
  /** Agents wait as long as they wait. */
  realTime: boolean
  workers: number
  seed: string
  /** Where the run's folder goes. */
  out: string
}

export interface AttackedTrial {
  record: TrialRecord
  /** What the chain says of what its record names; undefined where all of it fits. */
  problem: string | undefined
  /** The type of the last event that fits the chain. */
  last: string | undefined
}

/** Runs an attack in a process of its own and reads what it left. */
export async function attack(options: Omit<AttackOptions, 'out'>): Promise<AttackedTrial[]> {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-attack-'))
  const out = join(folder, 'run')
  try {
    const script = join(import.meta.dirname, 'killing/attack.ts')
    const argument = JSON.stringify({ ...options, out } satisfies AttackOptions)
    await promisify(execFile)(process.execPath, ['--conditions=mettle-source', '--no-warnings', script, argument])
    return Array.from(openRun(out).records(), (record) => {
      const { events, problem } = readStoredTrace(out, record)
      return { record, problem, last: events.at(-1)?.type }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
