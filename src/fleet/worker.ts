import { setTimeout as sleep } from 'node:timers/promises'
import { PrerequisiteError, UsageError } from '../kernel/errors.ts'
import { patiently, type QueueDatabase } from './database.ts'
import type { Delivery } from './fence.ts'
import { join, leave, type OfferedRun, offeredRun, refuse, signOff, stateOf, waitingRun } from './joining.ts'
import { type Line, openLine } from './line.ts'
import { type Joined, openJoined } from './project.ts'
import { openShare, type Share, type ShareOrder } from './share.ts'
import type { WorkerOrder } from './worker-order.ts'

/** Between two looks at a queue that has nothing, in ms. */
const IDLE_MS = 500
/** The same while a run is under way. */
const POLL_MS = 100

/** Takes part in one run after the other until it is to drain. @throws {PrerequisiteError} the queue is gone for too long. */
export async function work(order: WorkerOrder): Promise<void> {
  const { database, leases, self, drain, tell } = order
  const refused: string[] = []
  await patiently(database, leases.beat, { onLost: tell, signal: drain })
  await using _ = startBeating(order)
  while (!drain.aborted) {
    const run = await patiently(database, () => waitingRun(database, refused), { onLost: tell, signal: drain })
    if (run === undefined) await sleep(IDLE_MS, undefined, { signal: drain }).catch(() => {})
    else if (!(await takePart(run, order))) refused.push(run)
  }
  await patiently(database, () => signOff(database, self), { patienceMs: 1_000 }).catch(() => {})
}

/** Signs of life, three in each lease. One that fails is followed by the next. */
function startBeating({ database, leases, self: { leaseMs }, tell }: WorkerOrder): AsyncDisposable {
  let lost = false
  let beating: Promise<void> = Promise.resolve()
  const beat = async () => {
    try {
      const taken = await leases.beat()
      if (taken > 0)
        tell(`${taken} ${taken === 1 ? 'trial was' : 'trials were'} taken from a worker that gave no sign of life.`)
      lost = false
    } catch {
      if (!lost) tell(`No sign of life reaches the queue at ${database.place}. Trying again.`)
      lost = true
    }
  }
  const timer = setInterval(() => {
    beating = beating.then(beat)
  }, leaseMs / 3)
  return {
    [Symbol.asyncDispose]: async () => {
      clearInterval(timer)
      await beating
    },
  }
}

/** Performs what there is of a run for this worker. False: it is not for this one. */
async function takePart(id: string, order: WorkerOrder): Promise<boolean> {
  const { database, self, tell, drain } = order
  const patience = { onLost: tell, signal: drain }
  const offered = await patiently(database, () => offeredRun(database, id), patience).catch(toldOfUsage)
  if (offered === undefined) return true
  const joined = typeof offered === 'string' ? offered : await joinedTo(offered, order)
  try {
    if (typeof joined !== 'string') return await perform(id, joined, order)
    tell(`Takes nothing of run ${id}: ${joined}.`)
    await patiently(database, () => refuse(database, self, id, joined), patience)
    return false
  } catch (thrown) {
    if (thrown instanceof PrerequisiteError) throw thrown
    // Its planner may have ended it at any moment: what is written for it then fails.
    if ((await patiently(database, () => stateOf(database, id), patience)) !== 'gone') throw thrown
    return true
  }
}

async function joinedTo(
  offered: OfferedRun,
  { projectOf, database, tell, drain }: WorkerOrder,
): Promise<Joined | string> {
  const project = await patiently(database, () => projectOf(offered), { onLost: tell, signal: drain })
  return typeof project === 'string' ? project : openJoined(project, offered)
}

/** What is written as no run of this version is refused, not thrown. */
function toldOfUsage(thrown: unknown): string {
  if (thrown instanceof UsageError) return thrown.message
  throw thrown
}

async function perform(id: string, joined: Joined, order: WorkerOrder): Promise<true> {
  const { database, self, tell, drain } = order
  const patience = { onLost: tell, signal: drain }
  const limits = await patiently(database, () => limitsOf(database, id), patience)
  const hard = new AbortController()
  await using share = await openShare(joined, { ...order, ...limits, run: id, signal: hard.signal })
  await patiently(database, () => join(database, self, id, share.title), patience)
  tell(`Takes part in run ${id}.`)
  await performAll(id, share, hard, order)
  if (!hard.signal.aborted) await share.finish()
  await patiently(database, () => leave(database, self, id), { onLost: tell })
  return true
}

async function limitsOf(database: QueueDatabase, id: string): Promise<Pick<ShareOrder, 'deliveries' | 'traceBytes'>> {
  const [row] = await database.query(
    'SELECT deliveries, trace_bytes::float8 AS "traceBytes" FROM mettle_queue.run WHERE id = $1',
    [id],
  )
  return row ?? { deliveries: 1, traceBytes: 0 }
}

/** Takes and performs trials of a run until it has none, another run waits, or nothing is to be taken any more. */
async function performAll(run: string, share: Share, hard: AbortController, order: WorkerOrder): Promise<void> {
  const { drain, drainMs, database, leases, tell } = order
  const line = openLine(share, order)
  let giveUp: NodeJS.Timeout | undefined
  const limit = () => {
    giveUp ??= setTimeout(() => hard.abort(), drainMs)
  }
  drain.addEventListener('abort', limit, { once: true })
  const isOver = async () =>
    drain.aborted || (await patiently(database, () => stateOf(database, run), { onLost: tell })) !== 'open'
  try {
    while (!(await isOver())) {
      const taken = line.room() > 0 ? await take(run, line, order) : []
      if (taken.length === 0 && line.underWay() === 0 && (await anotherWaits(run, order))) break
      // What ended a worker may end this one: nobody else's trial is beside it then.
      const [suspects, others] = [taken.filter(isSuspect), taken.filter((one) => !isSuspect(one))]
      for (const one of others) line.start(one)
      for (const [index, one] of suspects.entries()) {
        await line.empty()
        if (await isOver()) {
          await patiently(database, () => leases.giveBack(suspects.slice(index)), { onLost: tell })
          break
        }
        line.start(one)
        await line.empty()
      }
      if (taken.length === 0 || line.room() === 0) await line.moved(POLL_MS)
    }
    limit()
    await line.empty()
  } finally {
    drain.removeEventListener('abort', limit)
    clearTimeout(giveUp)
    // Whatever ended this, nothing of it is under way behind it.
    if (line.underWay() > 0) hard.abort()
    await line.empty().catch(() => {})
  }
}

function isSuspect({ deliveries }: Delivery): boolean {
  return deliveries > 1
}

/** Where the answer was lost, nobody knows what it gave: it goes back. */
async function take(run: string, line: Line, { database, leases, tell }: WorkerOrder): Promise<Delivery[]> {
  let lost = false
  return patiently(
    database,
    async () => {
      if (lost) await leases.keepOnly(line.known())
      lost = true
      return leases.take(run, line.room())
    },
    { onLost: tell },
  )
}

async function anotherWaits(run: string, { database, tell }: WorkerOrder): Promise<boolean> {
  const [own, other] = await patiently(
    database,
    () => Promise.all([waitingRun(database, []), waitingRun(database, [run])]),
    { onLost: tell },
  )
  return own !== run && other !== undefined
}
