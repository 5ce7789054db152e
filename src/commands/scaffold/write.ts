import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../kernel/errors.ts'
import type { Terminal } from '../terminal.ts'

/** A file that is written, or something to say in its place. */
export type FileStep =
  /** A new file. One that is there already stays as it is. */
  | { path: string; create: string }
  /** A file whose text is changed here and there. `before` undefined: it is not there yet. */
  | { path: string; change(before: string | undefined): Edit }
  | { path: string; leave: string }

/** `text` undefined: nothing is to be changed. */
export interface Edit {
  text?: string
  /** What was changed, or why nothing was. */
  note: string
}

export interface FileWriting {
  folder: string
  dryRun: boolean
  terminal: Terminal
}

/** Takes the steps and says of each what became of it. Resolves to what was written. */
export function writeSteps(steps: readonly FileStep[], { folder, dryRun, terminal }: FileWriting): string[] {
  const lines = steps.map((step) => ({ path: step.path, ...take(step, folder, dryRun) }))
  const width = Math.max(...lines.map(({ path }) => path.length))
  for (const { done, path, note } of lines) {
    const verb = (dryRun && done !== 'kept' ? `would ${WOULD[done]}` : done).padEnd(dryRun ? 13 : 8)
    terminal.print(`  ${verb} ${note ? `${path.padEnd(width)}  ${note}` : path}\n`)
  }
  return lines.filter(({ done }) => done !== 'kept').map(({ path }) => path)
}

type Done = 'created' | 'changed' | 'kept'

const WOULD: Readonly<Record<Done, string>> = { created: 'create', changed: 'change', kept: 'keep' }

function take(step: FileStep, folder: string, dryRun: boolean): { done: Done; note: string } {
  if ('leave' in step) return { done: 'kept', note: step.leave }
  const file = join(folder, step.path)
  const there = existsSync(file)
  if ('create' in step) {
    if (there) return { done: 'kept', note: 'it is there already' }
    if (!dryRun) write(file, step.create, 'wx')
    return { done: 'created', note: '' }
  }
  const { text, note } = step.change(there ? readFileSync(file, 'utf8') : undefined)
  if (text === undefined) return { done: 'kept', note }
  if (!dryRun) write(file, text, there ? 'w' : 'wx')
  return { done: there ? 'changed' : 'created', note }
}

/** 'wx' never follows a link, and never takes the place of what somebody else has just written. */
function write(file: string, text: string, flag: 'w' | 'wx'): void {
  try {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text, { flag })
  } catch (thrown) {
    throw new UsageError(
      `Failed to write ${file}: ${(thrown as Error).message}. Make room for it, then run the command again.`,
    )
  }
}
