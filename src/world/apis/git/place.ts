import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { currentTrial } from '../../../boundary/current.ts'
import { ownPid } from '../../../kernel/own-pid.ts'
import { isOwnerDead, ownerMark } from '../../../kernel/owner.ts'

const PREFIX = 'mettle-git-'

let swept = false
let made = 0

/** A folder for the repository of the trial that runs, gone with it. */
export function placeForRepository(): string {
  if (!swept) sweep()
  swept = true
  const place = makePlace()
  currentTrial.getStore()?.atEnd('remove a repository', () => rmSync(place, { recursive: true, force: true }))
  writeFileSync(join(place, 'owner'), ownerMark())
  const folder = join(place, 'repository.git')
  mkdirSync(folder)
  return folder
}

/** By number, not by chance: a trial that takes a name from beyond its seed is told as one that cannot be repeated. */
function makePlace(): string {
  for (;;) {
    const place = join(tmpdir(), `${PREFIX}${ownPid}-${++made}`)
    try {
      mkdirSync(place, { mode: 0o700 })
      return place
    } catch (thrown) {
      if ((thrown as { code?: string }).code !== 'EEXIST') throw thrown
    }
  }
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
