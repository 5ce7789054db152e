import { messageOf } from '../../kernel/errors.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import type { AgentOrder, TrialOrder } from '../../stage/order.ts'
import type { Host, Remains } from '../host.ts'
import { sourceName } from '../index.ts'
import type { Ended, FromWorker } from './protocol.ts'
import type { TrialRun } from './run-trial.ts'

/** What is asked for and what is done about it, in one process. */
export interface Orders {
  take(order: TrialOrder, file: string): void
  /** Gives back what has not begun. */
  recall(): void
}

interface Doing {
  host: Host
  send(message: FromWorker): void
  /** Goes on whatever trials left behind. */
  neverRetire: boolean
  load(order: TrialOrder): Scenario | Promise<Scenario>
  run(order: TrialOrder, scenario: Scenario, file: string): Promise<TrialRun>
}

/**
 * How long trials may run on before what they share is looked at: in ms that this process had of a processor, and in ms. By
 * the clock alone a busy machine, where every trial takes that long, would have it looked at behind each of them.
 */
const UNSEEN = { processorMs: 10, ms: 100 }

// Held before agent code loads.
const now = performance.now.bind(performance)
const resourceUsage = process.resourceUsage.bind(process)
const cpuUsage = process.cpuUsage.bind(process)
const rss = process.memoryUsage.rss.bind(process.memoryUsage)

/**
 * Runs orders one after the other. Once a trial left something behind, no other one begins here: its parent has the
 * rest run elsewhere.
 */
export function workOff({ host, neverRetire, send, load, run }: Doing): Orders {
  const waiting: { order: TrialOrder; file: string }[] = []
  let working = false
  let dirty = false
  let lookedAt = clocks()

  /** Looking costs as much as a short trial: behind the last one that waits, and as often as time has passed. */
  const look = (
    order: TrialOrder,
    scenario: Scenario,
    { dirt, disturbed }: Remains,
  ): Pick<Ended, 'shared' | 'heavy'> => {
    const next = waiting[0]
    const due = !next || !isSameCode(next.order.agent, order.agent) || isLongAgo(lookedAt)
    if (!due && dirt.length === 0 && disturbed === undefined) return {}
    const changed = host.changed()
    lookedAt = clocks()
    return { ...heavy(scenario, order), shared: changed === undefined ? 'clean' : { changed } }
  }

  const work = async ({ order, file }: (typeof waiting)[number]) => {
    const { nonce } = order
    try {
      const scenario = await load(order)
      const { problems, ...through } = await run(order, scenario, file)
      const remains = await host.remains()
      const seen = look(order, scenario, remains)
      const dirt = [...problems, ...remains.dirt]
      if (neverRetire) return send({ type: 'ended', nonce, ...through, dirt: [], shared: 'clean' })
      const isHeavy = seen.heavy !== undefined
      dirty = dirt.length > 0 || isHeavy || remains.disturbed !== undefined || typeof seen.shared === 'object'
      const disturbed = remains.disturbed === undefined ? {} : { disturbed: remains.disturbed }
      send({ type: 'ended', nonce, ...through, dirt, ...disturbed, ...seen })
    } catch (thrown) {
      dirty = true
      const { code } = Object(thrown) as { code?: unknown }
      send({ type: 'failed', nonce, why: messageOf(thrown), ...(typeof code === 'string' && { code }) })
    }
  }
  const workThrough = async () => {
    working = true
    for (let next = waiting.shift(); next && !dirty; next = waiting.shift()) await work(next)
    working = false
  }
  return {
    take: (order, file) => {
      if (dirty) return
      waiting.push({ order, file })
      if (!working) void workThrough()
    },
    recall: () => send({ type: 'recalled', nonces: waiting.splice(0).map(({ order }) => order.nonce) }),
  }
}

interface Clocks {
  processorMs: number
  ms: number
}

function clocks(): Clocks {
  const { user, system } = cpuUsage()
  return { processorMs: (user + system) / 1_000, ms: now() }
}

function isLongAgo(then: Clocks): boolean {
  const { processorMs, ms } = clocks()
  return processorMs - then.processorMs > UNSEEN.processorMs || ms - then.ms > UNSEEN.ms
}

/** One agent's code follows another's in the same process: what the first has changed is looked at before. */
function isSameCode(one: AgentOrder, other: AgentOrder): boolean {
  return sourceName(one) === sourceName(other)
}

/** What one trial takes of memory is not held against the next one. */
function heavy({ limits: { maxMemoryBytes } }: Scenario, { inPlace }: TrialOrder): Pick<Ended, 'heavy'> {
  // Whoever dies of it in a worker that judges runs again elsewhere: what it has now counts, and not what it ever had.
  const [bytes, share] = inPlace ? [rss(), 0.75] : [resourceUsage().maxRSS * 1024, 0.5]
  return bytes > maxMemoryBytes * share ? { heavy: `${Math.round(bytes / 1024 / 1024)} MB of memory` } : {}
}
