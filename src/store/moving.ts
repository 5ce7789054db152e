import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HEAD_FILE } from './head.ts'
import { LEDGER_FILE } from './ledger.ts'
import { takenPlace } from './places.ts'

/** Names the process that writes to the folder. */
export const OWNER_FILE = 'owner'

/** Was it kept? What somebody else put where it would go is not touched, and it stays where it is. */
export function setAside(partial: string, unfinished: string): boolean {
  if (lastRecordAt(partial) === 0) rmSync(partial, { recursive: true, force: true })
  else if (mayReplace(unfinished)) {
    replace(unfinished, partial)
    return true
  }
  return false
}

/** When the last trial of a run ended, in ms since 1970; 0 where there is no record. */
export function lastRecordAt(folder: string): number {
  const found = statSync(join(folder, LEDGER_FILE), { throwIfNoEntry: false })
  return found && found.size > 0 ? found.mtimeMs : 0
}

/** Whoever takes it first has it: nothing is removed for a folder that somebody else has put in its place already. */
export function replace(place: string, by: string): void {
  const taken = takenPlace(by)
  renameSync(by, taken)
  rmSync(place, { recursive: true, force: true })
  renameSync(taken, place)
  rmSync(join(place, OWNER_FILE), { force: true })
}

/** A run may take the place of nothing, of an empty folder, or of another run. */
export function mayReplace(folder: string): boolean {
  if (!existsSync(folder)) return true
  try {
    if (readdirSync(folder).length === 0) return true
    // Any version's run, but not just any file of that name.
    const { schemaVersion, planned, trials } = JSON.parse(readFileSync(join(folder, HEAD_FILE), 'utf8'))
    return typeof schemaVersion === 'number' && (typeof planned === 'number' || Array.isArray(trials))
  } catch {
    return false
  }
}
