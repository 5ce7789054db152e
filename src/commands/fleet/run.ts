import { runByFleet } from '../../fleet/planner.ts'
import { openQueueAt } from '../../fleet/queue.ts'
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

export async function openFleet(flags: RunFlags & { queue: string | true }, usual: Config['fleet']): Promise<Fleet> {
  const queue = await openQueueAt(queueUrl(flags.queue === true ? {} : { queue: flags.queue }))
  const order = {
    ...{ database: queue.database, jobs: queue.jobs },
    deliveries: flags.deliveries ?? usual.deliveries,
    callsPerMinute: flags.maxCallsPerMinute ?? usual.callsPerMinute,
    tokensPerMinute: flags.maxTokensPerMinute ?? usual.tokensPerMinute,
  }
  return {
    run: (terminal) => async (options) => {
      const tell = (told: string) => terminal.print(`  ${visible(told)}\n`)
      tell(`Performed by the workers of ${queue.database.place}`)
      const ran = await runByFleet(options, { ...order, tell })
      tell(toldOf(ran))
      return ran
    },
    [Symbol.asyncDispose]: () => queue[Symbol.asyncDispose](),
  }
}

function toldOf({ head: { fleet } }: KeptRun): string {
  const { workers, late, again } = fleet ?? { workers: 0, late: 0, again: 0 }
  const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`
  return `${counted(workers, 'worker')} took part, ${counted(again, 'trial')} given to another worker, ${counted(late, 'late record')} refused`
}
