import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { currentTrial } from '../../../boundary/current.ts'
import { makeTemporary } from '../../../kernel/temporary.ts'

/** A folder for the repository of the trial that runs, gone with it. */
export function placeForRepository(): string {
  const place = makeTemporary('mettle-git-')
  currentTrial.getStore()?.atEnd('remove a repository', () => rmSync(place, { recursive: true, force: true }))
  const folder = join(place, 'repository.git')
  mkdirSync(folder)
  return folder
}
