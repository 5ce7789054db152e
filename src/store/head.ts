import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { harmlessJson } from '../kernel/json.ts'
import { writeWhole } from '../kernel/write-whole.ts'
import { type RunHead, runHeadSchema } from '../record/run.ts'
import { disk, type Files } from './files.ts'
import { partialsOf, placesOf } from './places.ts'

/** The newest that this version reads. What is older is read as it is, down to 2. */
const NEWEST = 3

/** The head of a run: all that is small. */
export const HEAD_FILE = 'run.json'

/** Writes the head, a member a line. It is there as a whole or as it was before, whenever the process dies. */
export function writeHead(folder: string, head: RunHead, files: Files = disk): void {
  const file = join(folder, HEAD_FILE)
  const members = Object.entries(head).map(([name, value]) => `  ${harmlessJson(name)}: ${harmlessJson(value)}`)
  const beside = files.open(`${file}.new`, 'w')
  try {
    writeWhole(beside, Buffer.from(`{\n${members.join(',\n')}\n}\n`), files.write)
    files.sync(beside)
  } finally {
    files.close(beside)
  }
  files.rename(`${file}.new`, file)
  files.syncFolder(folder)
}

/** @throws {UsageError} there is none, or it is not readable as one. */
export function readHead(folder: string): RunHead {
  const file = join(folder, HEAD_FILE)
  if (!existsSync(file)) {
    const [unfinished] = [...partialsOf(folder), ...placesOf(folder, 'unfinished')]
    const advice = unfinished ? ` An unfinished run is in ${unfinished}.` : ''
    throw new UsageError(
      `Failed to read a run: ${file} does not exist. Run "mettle run" first, or name another folder.${advice}`,
    )
  }
  const content = parse(file)
  const parsed = runHeadSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const { schemaVersion } = Object(content) as { schemaVersion?: unknown }
  if (schemaVersion === 1) {
    throw new UsageError(`Failed to read ${file}: it was written by an older version of mettle. Run it again.`)
  }
  if (typeof schemaVersion === 'number' && schemaVersion > NEWEST) {
    throw new UsageError(
      `Failed to read ${file}: a newer version of mettle wrote it (schema ${schemaVersion}; this one reads 2 to ${NEWEST}). Update mettle where you read it: npm install mettle@latest.`,
    )
  }
  const [issue] = parsed.error.issues
  throw new UsageError(
    `Failed to read ${file}: ${issue?.path.join('.')}: ${issue?.message}. Was it written by another version?`,
  )
}

function parse(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: it is not JSON (${messageOf(thrown)}).`)
  }
}
