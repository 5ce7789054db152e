import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Program } from './cases/define.ts'

/** Writes a program of a case into a folder. Returns its path, where there may be nothing. */
export function writeProgram(folder: string, name: string, { lines, executable = true }: Program): string {
  const path = join(folder, `${name.replaceAll(/[^a-z0-9]+/gi, '-')}.sh`)
  // It reads what it is asked, as a guard does: who asks may wait for that.
  if (lines !== undefined)
    writeFileSync(path, `#!/bin/sh\ncat >/dev/null\n${lines}\n`, { mode: executable ? 0o755 : 0o644 })
  return path
}
