import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

/** Below the folder where runs are written by default: another file system would have other costs. */
const ROOT = join(import.meta.dirname, '../reports/bench')
let count = 0

/**
 * A folder that nobody has used. Nothing is deleted before the whole bench is over: a file system that has just lost
 * thousands of files takes far longer to make new ones (ext4: 50 times), and that is no cost of the harness.
 */
export function freshFolder(): string {
  const folder = join(ROOT, `${process.pid}-${++count}`)
  mkdirSync(folder, { recursive: true })
  return folder
}

export function deleteFolders(): void {
  rmSync(ROOT, { recursive: true, force: true })
}
