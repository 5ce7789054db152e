import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { HEAD_FILE } from './head.ts'
import { LEDGER_FILE } from './ledger.ts'
import { freePlace, PARTIAL_NAME, placeBeside, takenPlace } from './places.ts'

/** Names the process that writes to the folder. */
export const OWNER_FILE = 'owner'

/** Where it lies then. Undefined: it had the record of no trial, and is gone. No other one that was killed makes room for it. */
export function setAside(partial: string, final: string): string | undefined {
  if (lastRecordAt(partial) === 0) return void rmSync(partial, { recursive: true, force: true })
  const place = freePlace(final, 'unfinished')
  put(place, partial, final)
  return place
}

/**
 * Moves the run that is there to those before it, of which so many are kept: each to the next place, as far as the first that is free.
 * @throws {UsageError} one of these places holds something else than a run.
 */
export function makeRoom(final: string, keep: number): void {
  const places = [final, ...previousOf(final, keep)]
  const free = places.findIndex((place) => !existsSync(place))
  if (free === -1) discard(places.at(-1) ?? final, final)
  for (let index = free === -1 ? keep : free; index > 0; index--)
    put(places[index] ?? final, places[index - 1] ?? final, final)
}

/** The places of so many runs before the last. */
export function previousOf(final: string, keep: number): string[] {
  return Array.from({ length: keep }, (_, index) => placeBeside(final, 'previous', index + 1))
}

/** Removes a run; one that did not come to its end is set aside. @throws {UsageError} it is no run. */
function discard(place: string, final: string): void {
  mustBeRun(place)
  if (isOpen(place)) put(freePlace(final, 'unfinished'), place, final)
  else rmSync(place, { recursive: true, force: true })
}

/** @throws {UsageError} the folder holds something else than a run. */
export function mustBeRun(place: string): void {
  if (mayReplace(place)) return
  throw new UsageError(
    `Failed to write to ${place}: it holds something else than a run. Choose another place with --out.`,
  )
}

/** When the last trial of a run ended, in ms since 1970; 0 where there is no record. */
export function lastRecordAt(folder: string): number {
  const found = statSync(join(folder, LEDGER_FILE), { throwIfNoEntry: false })
  return found && found.size > 0 ? found.mtimeMs : 0
}

/**
 * Puts a run into a place. Whoever takes it first has it: nothing is removed for a folder that somebody else has put in its place already.
 * @throws {UsageError} there is something else than a run.
 */
export function put(place: string, by: string, final: string): void {
  if (existsSync(place)) mustBeRun(place)
  const taken = takenPlace(PARTIAL_NAME.test(by) ? by : final)
  renameSync(by, taken)
  if (existsSync(place)) discard(place, final)
  renameSync(taken, place)
  rmSync(join(place, OWNER_FILE), { force: true })
}

/** A run may take the place of nothing, of an empty folder, or of another run. */
function mayReplace(folder: string): boolean {
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
export function isOpen(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, HEAD_FILE), 'utf8')).finishedAt === null
  } catch {
    return false
  }
}
