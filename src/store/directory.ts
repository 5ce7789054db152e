import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { type RunRecord, runRecordSchema } from '../record/run.ts'

/** A run's folder while the run is under way: beside the final place, moved there at the end, whole or not at all. */
export interface RunFolder {
  /** Absolute path, for as long as the run is under way. */
  readonly path: string
  /** @param file Its path below the folder. */
  write(file: string, content: string): void
  /** Takes the final place. The run that was there is kept beside it as 'previous'. Returns the final path. */
  publish(): string
  /** Leaves nothing behind. */
  discard(): void
}

/** @param out The final place, such as 'reports/latest'. @throws {UsageError} the place cannot be written. */
export function createRunFolder(out: string): RunFolder {
  const final = resolve(out)
  const name = basename(final)
  const previous = join(dirname(final), name === 'latest' ? 'previous' : `${name}.previous`)
  for (const place of [final, previous]) {
    if (!mayReplace(place)) {
      throw new UsageError(
        `Failed to write to ${place}: it holds something else than a run. Choose another place with --out.`,
      )
    }
  }
  const partial = `${final}.partial-${process.pid}`
  try {
    mkdirSync(join(partial, 'traces'), { recursive: true })
  } catch (thrown) {
    throw new UsageError(`Failed to write below ${out}: ${(thrown as Error).message}. Choose another place with --out.`)
  }
  return {
    path: partial,
    write: (file, content) => {
      mkdirSync(dirname(join(partial, file)), { recursive: true })
      writeFileSync(join(partial, file), content)
    },
    publish: () => {
      if (existsSync(final)) {
        rmSync(previous, { recursive: true, force: true })
        renameSync(final, previous)
      }
      renameSync(partial, final)
      return final
    },
    discard: () => rmSync(partial, { recursive: true, force: true }),
  }
}

/** A run may take the place of nothing, of an empty folder, or of another run. */
function mayReplace(folder: string): boolean {
  if (!existsSync(folder)) return true
  try {
    if (readdirSync(folder).length === 0) return true
    // Any version's run, but not just any file of that name.
    const { schemaVersion, trials } = JSON.parse(readFileSync(join(folder, 'run.json'), 'utf8'))
    return typeof schemaVersion === 'number' && Array.isArray(trials)
  } catch {
    return false
  }
}

/** Reads a stored run. @throws {UsageError} there is none, or it is not readable as one. */
export function readRun(folder: string): RunRecord {
  const file = join(folder, 'run.json')
  if (!existsSync(file)) {
    throw new UsageError(
      `Failed to read a run: ${file} does not exist. Run "mettle run" first, or name another folder.`,
    )
  }
  let content: unknown
  try {
    content = JSON.parse(readFileSync(file, 'utf8'))
  } catch (thrown) {
    throw new UsageError(`Failed to read ${file}: it is not JSON (${(thrown as Error).message}).`)
  }
  const parsed = runRecordSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new UsageError(
    `Failed to read ${file}: ${issue?.path.join('.')}: ${issue?.message}. Was it written by another version?`,
  )
}
