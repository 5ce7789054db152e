import { readFileSync } from 'node:fs'

/** Did somebody stop the process (SIGSTOP)? Read from outside it; false where the system has no /proc to tell. */
export function isStopped({ pid }: { pid?: number | undefined }): boolean {
  if (pid === undefined) return false
  try {
    return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
