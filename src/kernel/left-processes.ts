import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Leftover, LeftoverKind } from './leftover.ts'
import { ownPid } from './own-pid.ts'
import { isOwnerDead, ownerTag, TAG } from './owner.ts'
import { listProcesses, type ProcessEntry, processAt } from './processes.ts'
import { sendSignal } from './send-signal.ts'

/** What this process gives to those that it starts: by it they are known when it is dead. */
export const OWNER_VARIABLE = 'METTLE_OWNER'

/** A value of a variable that is in no other process's environment, and tells the owner. */
export function ownMarker(): string {
  return `${ownerTag()}-${randomBytes(6).toString('hex')}`
}

/** Any variable of mettle's tells it, by what its value begins with. */
const TOLD = new RegExp(`(?:^|\\0)METTLE_[A-Z_]+=(${TAG})(?=[-\\0]|$)`, 'g')

/** How long the end of a process is waited for, in ms. */
const END_MS = 2_000
const LOOK_MS = 5

/** Workers, judges, agents, servers of MCP and what all of them start, of processes that were killed. On Linux: elsewhere nobody tells environments. */
export const processes: LeftoverKind = {
  name: 'process',
  find: async () => {
    if (process.platform !== 'linux') return []
    const all = await listProcesses()
    return all.flatMap((one): Leftover[] => {
      const owner = deadOwnerOf(one)
      return owner === undefined ? [] : [{ place: `${one.pid} ${one.name}`, owner, remove: () => end(one) }]
    })
  },
}

function deadOwnerOf({ pid, environment }: ProcessEntry): string | undefined {
  if (pid === ownPid) return undefined
  const owners = [...environment().matchAll(TOLD)].map(([, owner = '']) => owner)
  return owners.find(isOwnerDead)
}

async function end(one: ProcessEntry): Promise<void> {
  const { pid, group, startedAt, name } = one
  const isThere = () => processAt(pid)?.startedAt === startedAt
  const deadline = performance.now() + END_MS
  // What is in a group of its own is there since it was started by it.
  if (isThere()) for (const target of group === pid ? [-pid, pid] : [pid]) sendSignal(target, 'SIGKILL')
  while (isThere() && performance.now() < deadline) await sleep(LOOK_MS)
  if (isThere()) throw new Error(`process ${pid} (${name}) would not end`)
}
