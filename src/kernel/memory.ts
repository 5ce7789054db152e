import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Asks for the resident memory of a process. It is told in bytes, or not at all where the system does not tell. */
export type MemoryMeter = (pid: number, tell: (bytes: number) => void) => void

/**
 * Reads the resident memory of processes from outside them: on Linux from /proc, at once; elsewhere by asking `ps`, one
 * question at a time.
 */
export function memoryMeter(platform = process.platform): MemoryMeter {
  return platform === 'linux' ? fromProc : fromPs()
}

const fromProc: MemoryMeter = (pid, tell) => {
  let status: string
  try {
    status = readFileSync(`/proc/${pid}/status`, 'utf8')
  } catch {
    return
  }
  const line = /^VmRSS:\s+(\d+) kB$/m.exec(status)
  if (line) tell(Number(line[1]) * 1024)
}

function fromPs(): MemoryMeter {
  let asked = false
  return (pid, tell) => {
    if (asked) return
    asked = true
    execFile('ps', ['-o', 'rss=', '-p', String(pid)], (_, output) => {
      asked = false
      const kilobytes = Number(output)
      if (kilobytes > 0) tell(kilobytes * 1024)
    })
  }
}
