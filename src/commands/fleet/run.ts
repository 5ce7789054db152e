import { isAbsolute } from 'node:path'
import { runByFleet } from '../../fleet/planner.ts'
import { openQueueAt } from '../../fleet/queue.ts'
import { UsageError } from '../../kernel/errors.ts'
import { visible } from '../../kernel/visible.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import type { RunOptions } from '../../runs/run-options.ts'
import type { Config } from '../../scenario/config.ts'
import type { RunFlags } from '../run-flags.ts'
import type { Terminal } from '../terminal.ts'
import { queueUrl } from './queue.ts'

/** The workers of a queue, as what performs a run. */
export interface Fleet extends AsyncDisposable {
  run(terminal: Terminal): (options: RunOptions) => Promise<KeptRun>
}

export async function openFleet(
  flags: RunFlags & { queue: string | true },
  { fleet: usual, file }: Config,
): Promise<Fleet> {
  // What cannot be packed is told before anything is connected.
  const bundle = flags.bundle ? (await import('../../fleet/bundle/pack.ts')).packProject(file) : undefined
  const queue = await openQueueAt(queueUrl(flags.queue === true ? {} : { queue: flags.queue }))
  const order = {
    ...{ database: queue.database, jobs: queue.jobs },
    deliveries: flags.deliveries ?? usual.deliveries,
    callsPerMinute: flags.maxCallsPerMinute ?? usual.callsPerMinute,
    tokensPerMinute: flags.maxTokensPerMinute ?? usual.tokensPerMinute,
    ...{ bundle, traceBytes: Math.ceil(usual.traceMegabytes * 1_000_000) },
  }
  return {
    run: (terminal) => async (options) => {
      const tell = (told: string) => terminal.print(`  ${visible(told)}\n`)
      if (bundle) mustBeInside(options.basis)
      tell(`Performed by the workers of ${queue.database.place}`)
      const ran = await runByFleet(options, { ...order, tell })
      tell(toldOf(ran))
      return ran
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  }
}

/** @throws {UsageError} a module of the project lies beside its folder: no bundle has it. */
function mustBeInside(basis: RunOptions['basis']): void {
  const outside = Object.keys(basis?.files ?? {}).find((name) => name.startsWith('../') || isAbsolute(name))
  if (outside === undefined) return
  throw new UsageError(
    `Failed to pack the project: ${outside} is outside the folder of the config. Put the config above it, or give workers a checkout.`,
  )
}

function toldOf({ head: { fleet } }: KeptRun): string {
  const { workers, late, again } = fleet ?? { workers: 0, late: 0, again: 0 }
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
  return `${counted(workers, 'worker')} took part, ${counted(again, 'trial')} given to another worker, ${counted(late, 'late record')} refused`
}
