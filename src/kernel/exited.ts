import { constants } from 'node:os'

/** Signals that end a program. */
const ENDING = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGKILL', 'SIGSEGV', 'SIGTERM', 'SIGSYS'] as const

/** How a process came to its end: by a code or by a signal. */
export interface Exited {
  code: number | null
  signal: NodeJS.Signals | null
}

/**
 * Shells, sandboxes and containers tell a signal by 128 and its number, and nobody can tell that from a code. It is taken for the
 * signal wherever a program runs, lest its end be another in a sandbox.
 */
export function exitedBy(code: number | null, signal: NodeJS.Signals | null): Exited {
  const told = ENDING.find((name) => code !== null && constants.signals[name] === code - 128)
  return { code: told ? null : code, signal: signal ?? told ?? null }
}
