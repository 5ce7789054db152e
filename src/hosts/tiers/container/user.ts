import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Mount } from '../../../scenario/agent-source.ts'

/** Who a container's processes are. */
export interface User {
  uid: number
  gid: number
}

/** On every Linux. */
const NOBODY: User = { uid: 65_534, gid: 65_534 }
/** May be read and entered by everybody. */
const OPEN = 0o005

/**
 * You. Where you are root: whoever owns the project; and where that is root as well, nobody if everybody may read it and nothing is to be
 * written, else root, without any of root's rights.
 */
export function userFor(root: string, cwd: string, mounts: readonly Mount[]): User {
  const [uid = 0, gid = 0] = [process.getuid?.(), process.getgid?.()]
  if (uid !== 0) return { uid, gid }
  const [project, folder] = [statSync(root), statSync(cwd)]
  if (project.uid !== 0) return { uid: project.uid, gid: project.gid }
  const isOpen = [project, folder].every(({ mode }) => (mode & OPEN) === OPEN)
  return isOpen && !mounts.some(({ writable }) => writable) ? NOBODY : { uid, gid }
}

/**
 * Makes a folder and all in it a container's user's own, where it is another one than this process's. Not what links in it lead to: an
 * agent that is started anew has left them, and this process may be root.
 */
export function handOver(path: string, user: User): void {
  if (user.uid === process.getuid?.()) return
  lchownSync(path, user.uid, user.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) handOver(join(path, name), user)
}
