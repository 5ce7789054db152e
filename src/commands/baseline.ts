import { resolve } from 'node:path'
import { shortPath } from '../kernel/short-path.ts'
import { referenceOf, writeReference } from '../store/reference.ts'
import { openRun } from '../store/stored-run.ts'
import { baselineFile } from './sides.ts'
import type { Terminal } from './terminal.ts'

export interface AcceptFlags {
  reason: string
  name: string
}

/** Keeps a run as the one that later runs are compared with. Resolves with the exit code. */
export async function acceptCommand(run: string, { reason, name }: AcceptFlags, terminal: Terminal): Promise<number> {
  const file = baselineFile(name)
  const reference = referenceOf(openRun(resolve(run)), { name, reason, acceptedAt: new Date().toISOString() })
  writeReference(file, reference)
  terminal.print(
    `Accepted ${reference.run.id} as ${name}: ${reference.trials.length} trials in ${shortPath(file)}. Commit it.\n`,
  )
  return 0
}
