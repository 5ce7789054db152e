import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { currentTrial } from '../../../boundary/current.ts'
import { isOwnerDead, ownerMark } from '../../../kernel/owner.ts'
import { makeTemporary } from '../../../kernel/temporary.ts'

const PREFIX = 'mettle-git-'

let swept = false

/** A folder for the repository of the trial that runs, gone with it. */
export function placeForRepository(): string {
  if (!swept) sweep()
  swept = true
  const place = makeTemporary(PREFIX)
  currentTrial.getStore()?.atEnd('remove a repository', () => rmSync(place, { recursive: true, force: true }))
  writeFileSync(join(place, 'owner'), ownerMark())
  const folder = join(place, 'repository.git')
  mkdirSync(folder)
  return folder
}

/** Removes what processes left that were killed in a trial. */
function sweep(): void {
  for (const name of readdirSync(tmpdir()).filter((one) => one.startsWith(PREFIX))) {
    const place = join(tmpdir(), name)
    try {
      if (isOwnerDead(readFileSync(join(place, 'owner'), 'utf8'))) rmSync(place, { recursive: true, force: true })
    } catch {
      // Somebody else's, or about to be signed.
    }
  }
}
