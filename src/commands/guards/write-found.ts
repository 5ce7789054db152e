import { writeFileSync } from 'node:fs'
import { messageOf, UsageError } from '../../kernel/errors.ts'

/** Writes what was found into the file that `--json` names. @throws {UsageError} it cannot be written. */
export function writeFound(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}
