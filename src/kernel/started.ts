import type { ChildProcess } from 'node:child_process'

/**
 * Hands on a process that was just spawned. Where no pipe to it could be made, Node returns half a process, whose streams are
 * undefined. @throws {Error} with code EMFILE, in place of that.
 */
export function started<T extends ChildProcess>(child: T): T {
  if (child.stdio !== undefined) return child
  child.once('error', () => {})
  throw Object.assign(new Error(`spawn ${child.spawnfile} EMFILE`), { code: 'EMFILE', syscall: 'spawn' })
}
