import { removeRun } from '../../fleet/offers.ts'
import { initQueue, openQueueAt } from '../../fleet/queue.ts'
import { type QueueStats, statsOf } from '../../fleet/stats.ts'
import { toldTrouble } from '../../fleet/trouble.ts'
import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import { visible } from '../../kernel/visible.ts'
import type { Terminal } from '../terminal.ts'

interface QueueFlags {
  queue?: string
}

/** A password is best in no command line: others on the machine read those. @throws {UsageError} nobody says where it is. */
export function queueUrl({ queue = process.env.METTLE_QUEUE }: QueueFlags): string {
  if (queue) return queue
  throw new UsageError('Nobody says where the queue is: name it with --queue postgres://..., or set METTLE_QUEUE.')
}

export async function queueInitCommand(
  flags: QueueFlags & { planner?: string[]; worker?: string[] },
  terminal: Terminal,
): Promise<number> {
  const place = await initQueue(queueUrl(flags), flags)
  terminal.print(`The queue at ${place} is ready.\n`)
  return 0
}

export async function queueStatsCommand(flags: QueueFlags & { json?: boolean }, terminal: Terminal): Promise<number> {
  await using queue = await openQueueAt(queueUrl(flags))
  const stats = await statsOf(queue.database).catch((thrown) => {
    throw toldTrouble(thrown, queue.database.place)
  })
  terminal.print(flags.json ? `${JSON.stringify(stats, null, 2)}\n` : told(stats))
  return 0
}

function told(stats: QueueStats): string {
  const lines = [
    `waiting        ${stats.waiting} (the oldest for ${stats.oldestWaitSeconds} s)`,
    `running        ${stats.running}`,
    `finished       ${stats.finished}`,
    `workers        ${stats.workers}`,
    `given again    ${stats.again}`,
    `refused late   ${stats.late}`,
    ...stats.runs.map(({ id, state, waiting, running, finished }) =>
      visible(`run ${id}: ${state}, ${waiting} waiting, ${running} running, ${finished} finished`),
    ),
  ]
  return `${lines.join('\n')}\n`
}

export async function queueDropCommand(run: string, flags: QueueFlags, terminal: Terminal): Promise<number> {
  await using queue = await openQueueAt(queueUrl(flags))
  try {
    const { runs } = await statsOf(queue.database)
    const ids = runs.map(({ id }) => id)
    if (!ids.includes(run)) throw new UsageError(`There is no run "${run}" in the queue.${suggest(run, ids)}`)
    await removeRun(queue.database, queue.jobs, run)
  } catch (thrown) {
    throw toldTrouble(thrown, queue.database.place)
  }
  terminal.print(`Removed run ${run} from the queue.\n`)
  return 0
}
