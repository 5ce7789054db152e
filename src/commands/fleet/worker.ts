import { randomUUID } from 'node:crypto'
import { availableParallelism, hostname } from 'node:os'
import { readBundle } from '../../fleet/bundle/stored-bundle.ts'
import { packagesFolder, unpackBundle } from '../../fleet/bundle/unpack.ts'
import type { QueueDatabase } from '../../fleet/database.ts'
import type { Standing } from '../../fleet/fence.ts'
import type { OfferedRun } from '../../fleet/joining.ts'
import { openLeases } from '../../fleet/leases.ts'
import type { Project } from '../../fleet/project.ts'
import { openQueueAt } from '../../fleet/queue.ts'
import { work } from '../../fleet/worker.ts'
import { UsageError } from '../../kernel/errors.ts'
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
  bundle?: boolean
  /** In s. */
  lease: number
  drain: number
}

/** Performs trials until a signal asks it to stop. Resolves with the exit code: 0 where all that it had is written or given back. */
export async function workerCommand(flags: WorkerFlags, terminal: Terminal): Promise<number> {
  const url = queueUrl(flags)
  // Before anything of the project is loaded: it must be the same as its planner's.
  noteImports()
  using projects = flags.bundle ? openBundled(flags) : await openCheckout(flags)
  using interrupt = catchInterrupts(undefined, flags.drain * 1_000 + END_LIMIT_MS)
  await using queue = await openQueueAt(url)
  const self = { id: randomUUID(), host: hostname(), lanes: projects.lanes, leaseMs: flags.lease * 1_000 }
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
    projectOf: (run) => projects.projectOf(run, queue.database),
    ...{ drain: interrupt.signal, drainMs: flags.drain * 1_000, tell },
    onTrial: ({ trial }, standing) => tell(`  ${WRITTEN[standing]}  ${trial}`),
  })
  tell('Nothing is under way any more.')
  return 0
}

/** Where a worker has the projects of runs from. */
interface Projects extends Disposable {
  /** Trials at once. */
  lanes: number
  projectOf(run: OfferedRun, database: QueueDatabase): Promise<Project | string>
}

/** The checkout that it was started in. */
async function openCheckout(flags: WorkerFlags): Promise<Projects> {
  const project = await loadProject(flags.config, flags)
  return { lanes: project.setup.workers, projectOf: async () => project, [Symbol.dispose]: () => {} }
}

/** What comes with each run. Code of a project may look for its files from the current folder: it is theirs. */
function openBundled({ config, ...flags }: WorkerFlags): Projects {
  if (config !== undefined) throw new UsageError('--config and --bundle do not go together: a run brings its config.')
  const packages = packagesFolder()
  const lanes = flags.workers ?? Math.min(8, availableParallelism())
  let last: { digest: string; project: Project | string; unpacked: Disposable } | undefined
  const forget = () => {
    process.chdir(packages)
    last?.unpacked[Symbol.dispose]()
    last = undefined
  }
  return {
    lanes,
    projectOf: async ({ bundle: digest }, database) => {
      if (digest === null) return 'it has no bundle: start it with "mettle run --queue --bundle"'
      if (last?.digest === digest) return last.project
      forget()
      const bundle = await readBundle(database, digest)
      const unpacked = typeof bundle === 'string' ? bundle : unpackBundle(bundle, packages)
      if (typeof unpacked === 'string') return unpacked
      process.chdir(unpacked.folder)
      const project = await loadProject(unpacked.config, { ...flags, workers: lanes }).catch(toldOfUsage)
      last = { digest, project, unpacked }
      return project
    },
    [Symbol.dispose]: forget,
  }
}

async function loadProject(file: string | undefined, { workers, database }: WorkerFlags): Promise<Project> {
  const config = await loadConfig(file)
  const scenarios = await loadScenarios(config)
  return { config, scenarios, setup: readSetup({ workers, database } as Parameters<typeof readSetup>[0], config) }
}

function toldOfUsage(thrown: unknown): string {
  if (thrown instanceof UsageError) return thrown.message
  throw thrown
}
