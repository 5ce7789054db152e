import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { HEAD_FILE } from './head.ts'
import { LEDGER_FILE } from './ledger.ts'
import { freePlace, placeBeside, placesOf, takenPlace } from './places.ts'

/** Names the process that writes to the folder. */
export const OWNER_FILE = 'owner'

/** Where it lies then. Undefined: it had the record of no trial, and is gone. No other one that was killed makes room for it. */
export function setAside(partial: string, final: string): string | undefined {
  if (lastRecordAt(partial) === 0) return void rmSync(partial, { recursive: true, force: true })
  const place = freePlace(final)
  replace(place, partial)
  return place
}

/** Moves the run that is there to those before it, of which so many are kept. What did not come to its end is never removed. */
export function makeRoom(final: string, keep: number): void {
  const kept = Array.from({ length: keep }, (_, index) => placeBeside(final, 'previous', index + 1))
  for (const place of placesOf(final, 'previous').slice(Math.max(keep - 1, 0))) {
    if (isOpen(place)) replace(freePlace(final), place)
    else if (mayReplace(place)) rmSync(place, { recursive: true, force: true })
  }
  for (let index = keep - 1; index >= 0; index--) {
    const [before = final, place = final] = [kept[index - 1], kept[index]]
    if (existsSync(before)) replace(place, before)
  }
  if (keep === 0) rmSync(final, { recursive: true, force: true })
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

/** A run that did not come to its end. */
function isOpen(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, HEAD_FILE), 'utf8')).finishedAt === null
  } catch {
    return false
  }
}
