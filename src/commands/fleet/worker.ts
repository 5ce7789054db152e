import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import type { Standing } from '../../fleet/fence.ts'
import { openLeases } from '../../fleet/leases.ts'
import { openQueueAt } from '../../fleet/queue.ts'
import { work } from '../../fleet/worker.ts'
import { noteImports } from '../../kernel/import-graph.ts'
import { visible } from '../../kernel/visible.ts'
import { loadConfig } from '../../scenario/config.ts'
import { loadScenarios } from '../../scenario/load-all.ts'
import { catchInterrupts, END_LIMIT_MS } from '../interrupt.ts'
import { readSetup } from '../run.ts'
import type { Terminal } from '../terminal.ts'
import { queueUrl } from './queue.ts'

/** What became of a record. */
const WRITTEN: Record<Standing, string> = { current: 'written', done: 'written', late: 'refused', gone: 'dropped' }

export interface WorkerFlags {
  queue?: string
  config?: string
  workers?: number
  database?: string
  /** In s. */
  lease: number
  drain: number
}

/** Performs trials until a signal asks it to stop. Resolves with the exit code: 0 where all that it had is written or given back. */
export async function workerCommand(flags: WorkerFlags, terminal: Terminal): Promise<number> {
  const url = queueUrl(flags)
  // Before anything of the project is loaded: it must be the same as its planner's.
  noteImports()
  const config = await loadConfig(flags.config)
  const scenarios = await loadScenarios(config)
  const setup = readSetup(
    { workers: flags.workers, database: flags.database } as Parameters<typeof readSetup>[0],
    config,
  )
  using interrupt = catchInterrupts(undefined, flags.drain * 1_000 + END_LIMIT_MS)
  await using queue = await openQueueAt(url)
  const self = { id: randomUUID(), host: hostname(), lanes: setup.workers, leaseMs: flags.lease * 1_000 }
  let last = ''
  const tell = (told: string) => {
    // Whatever waits for a server that is gone says so.
    if (told !== last) terminal.print(`${visible(told)}\n`)
    last = told
  }
  tell(`Worker ${self.id} waits for runs at ${queue.database.place}, ${self.lanes} at once.`)
  interrupt.signal.addEventListener('abort', () =>
    tell('Asked to stop: what is under way ends, nothing more is taken.'),
  )
  await work({
    ...{ database: queue.database, leases: openLeases(queue.database, queue.jobs, self), self },
    project: { config, scenarios, setup },
    ...{ drain: interrupt.signal, drainMs: flags.drain * 1_000, tell },
    onTrial: ({ trial }, standing) => tell(`  ${WRITTEN[standing]}  ${trial}`),
  })
  tell('Nothing is under way any more.')
  return 0
}
