import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { PrerequisiteError } from './errors.ts'

/** What a program of the system gave. */
export interface Ran {
  /** Of how it ended; null where a signal ended it. */
  status: number | null
  stdout: Buffer
  stderr: string
}

export interface OwnProgram {
  /** Absolute: who is asked later finds the same one, whatever became of PATH. */
  file: string
  /** Runs it to its end. @throws {Error} it cannot be started, takes too long or says too much. */
  run(args: readonly string[], means: { cwd: string; env: Record<string, string>; input?: Uint8Array }): Ran
}

// Held before agent code loads.
const start = spawnSync
const LONGEST_MS = 30_000
const MOST_BYTES = 256 * 1024 * 1024

let atWork = false

/** Does a program of mettle's own start right now? Whoever watches for child processes of an agent asks. */
export function ownProgramIsAtWork(): boolean {
  return atWork
}

/**
 * A program that this machine has. It is waited for, so that nobody's code runs beside it.
 * @param advice How to get it. @throws {PrerequisiteError} it is nowhere on PATH.
 */
export function ownProgram(name: string, advice: string): OwnProgram {
  const file = find(name)
  if (!file) throw new PrerequisiteError(`Failed to find ${name} on PATH. ${advice}`)
  return {
    file,
    run: (args, { cwd, env, input }) => {
      atWork = true
      try {
        const options = { cwd, env, input: input ?? '', timeout: LONGEST_MS, maxBuffer: MOST_BYTES, windowsHide: true }
        const { error, status, stdout, stderr } = start(file, [...args], options)
        if (error) throw new Error(`Failed to run ${name} ${args[0] ?? ''}: ${error.message}`)
        return { status, stdout, stderr: stderr.toString('utf8') }
      } finally {
        atWork = false
      }
    },
  }
}

function find(name: string): string | undefined {
  const suffix = process.platform === 'win32' ? '.exe' : ''
  const places = (process.env.PATH ?? '').split(delimiter).filter((place) => place !== '')
  return places.map((place) => join(place, name + suffix)).find(isProgram)
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
