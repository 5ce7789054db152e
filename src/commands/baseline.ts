import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { referenceOf, writeReference } from '../store/reference.ts'
import { openRun } from '../store/stored-run.ts'
import { RECORDS_ALONE } from './flags.ts'
import { baselineFile } from './sides.ts'
import type { Terminal } from './terminal.ts'

export interface AcceptFlags {
  reason: string
  name: string
  /** Nobody keeps the traces: they are not looked at. */
  recordsOnly?: boolean
}

/** Keeps a run as the one that later runs are compared with. Resolves with the exit code. */
export async function acceptCommand(
  run: string,
  { reason, name, recordsOnly }: AcceptFlags,
  terminal: Terminal,
): Promise<number> {
  const file = baselineFile(name)
  const folder = resolve(run)
  const kept = openRun(folder)
  const lost = recordsOnly ? undefined : traceProblem(folder, kept)
  if (lost !== undefined) throw new UsageError(`Failed to accept ${kept.head.id}: ${lost} ${RECORDS_ALONE}`)
  const reference = referenceOf(kept, { name, reason, acceptedAt: new Date().toISOString() })
  writeReference(file, reference)
  terminal.print(
    `Accepted ${reference.run.id} as ${name}: ${reference.trials.length} trials in ${shortPath(file)}. Commit it.\n`,
  )
  return 0
}
