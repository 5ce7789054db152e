import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf, PrerequisiteError } from './errors.ts'

/**
 * Makes a folder for a while: in the user's place for such, or where that cannot be used, in the machine's.
 * @throws {PrerequisiteError} none of them can be written.
 */
export function makeTemporary(prefix: string, places: readonly string[] = [tmpdir(), '/tmp']): string {
  const problems: string[] = []
  for (const place of new Set(places)) {
    try {
      return mkdtempSync(join(place, prefix))
    } catch (thrown) {
      problems.push(messageOf(thrown))
    }
  }
  throw new PrerequisiteError(
    `Failed to make a temporary folder: ${problems.join('; ')}. Set TMPDIR to a folder that exists, has room and can be written.`,
  )
}
