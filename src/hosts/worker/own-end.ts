import type { Cut } from '../../stage/outcome.ts'

/** Signals that a process brings on itself. */
const CRASHES = new Set<string>(['SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGTRAP', 'SIGSYS'])

/** Nobody ended the process from outside: either the agent did, or the machine. `said`: its last words on stderr. */
export function ownEnd(code: number | null, signal: NodeJS.Signals | null, said: string): Cut {
  // V8 aborts when its heap is full, and says so.
  if (/heap (limit|out of memory)/i.test(said)) return { how: 'memory-limit', detail: 'the heap was full' }
  if (signal === 'SIGABRT' || code === 134) return { how: 'exited', detail: 'the agent aborted the process' }
  if (signal && CRASHES.has(signal)) return { how: 'exited', detail: `the agent crashed the process (${signal})` }
  // Nobody tells whose doing that was.
  if (signal === 'SIGKILL') {
    const machine = 'a machine whose memory is full does that: give it more, or use fewer --workers'
    return { how: 'lost', detail: `the process was ended by SIGKILL; ${machine}` }
  }
  if (signal) return { how: 'lost', detail: `the process was ended by ${signal}` }
  return { how: 'exited', detail: `the agent ended the process (exit ${code})` }
}
