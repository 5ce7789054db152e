import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join as joinPath } from 'node:path'
import { probeGuards } from '../hosts/probing/probe-guards.ts'
import { atExit } from '../kernel/at-exit.ts'
import { makeTemporary } from '../kernel/temporary.ts'
import type { TrialRecord } from '../record/trial.ts'
import { definitionsOf } from '../runs/definitions.ts'
import { openLanes } from '../runs/lanes.ts'
import { openPerformer, type Performer } from '../runs/performer.ts'
import { disbelieved, type RunLanes } from '../runs/trial-lane.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import { openCalls } from './calls.ts'
import { patiently, type QueueDatabase } from './database.ts'
import { openContents, packTrace } from './evidence.ts'
import type { Delivery, Standing } from './fence.ts'
import type { Leases, Self } from './leases.ts'
import type { Joined } from './project.ts'

/** What a worker performs of one run. */
export interface Share extends AsyncDisposable {
  /** Where databases come from; null where no trial needs one. */
  readonly title: string | null
  /** Performs a trial and writes what came of it. Undefined: its end came first, and nothing was written. @param free As of `perform`. */
  perform(delivery: Delivery, free: () => void): Promise<Standing | undefined>
  /** Compares the databases with what they should be, and takes back what cannot be believed. */
  finish(): Promise<void>
}

export interface ShareOrder {
  database: QueueDatabase
  leases: Leases
  self: Self
  run: string
  /** So many deliveries that nobody came back from, and a trial is an error. */
  deliveries: number
  /** Of a trace with more bytes the queue takes only a part. */
  traceBytes: number
  /** Aborts when what is under way is to be left. */
  signal: AbortSignal
  tell(told: string): void
}

export async function openShare({ plan, setup, real }: Joined, order: ShareOrder): Promise<Share> {
  const { database, self, run, signal, tell } = order
  const folder = workersFolder()
  const scenarios = plan.trials.map(({ loaded }) => loaded)
  await probeGuards(scenarios, setup.env, signal)
  const definitions = await definitionsOf(scenarios)
  const calls = openCalls(database, { run, worker: self.id, signal })
  const lanes = await openLanes(plan.trials, folder, {
    ...{ ...setup.database, seed: plan.seed, signal, workers: setup.workers, onTrouble: tell },
  })
  const open = { real, definitions, bounds: calls, audit: { append: () => {} }, lanes, signal }
  const performer = openPerformer({ plan, setup, folder }, open)
  const kept = openKept(order, folder.path)
  const trials = new Map(plan.trials.map((trial) => [trial.id, trial]))
  return {
    title: lanes.title,
    perform: async (delivery, free) => {
      const trial = trials.get(delivery.trial)
      // Its planner adds none: whoever else writes into the table is told by the count of what was delivered.
      if (!trial) return undefined
      const record = await recordOf(performer, trial, delivery, order.deliveries, free)
      await calls.settled()
      return record && kept.commit(delivery, record)
    },
    finish: async () => {
      for (const { what, trials: ids } of await lanes.finish()) for (const id of ids) await kept.disbelieve(id, what)
    },
    [Symbol.asyncDispose]: () => putAway(performer, lanes, folder),
  }
}

function recordOf(
  performer: Performer,
  trial: ScheduledTrial,
  delivery: Delivery,
  most: number,
  free: () => void,
): Promise<TrialRecord | undefined> {
  const why = hopeless(delivery, most)
  return why === undefined ? performer.perform(trial, free) : performer.giveUp(trial, why)
}

/** Why a trial is not performed once more. */
function hopeless({ deliveries, refused, refusal }: Delivery, most: number): string | undefined {
  const times = most === 1 ? 'once' : `${most} times`
  if (deliveries > most)
    return `it was given to a worker ${times}, and each time the worker gave no sign of life before the trial was through`
  if (refused >= most)
    return `it was performed ${times}, and each time its planner refused the record, the last time: ${refusal}`
  return undefined
}

/** Writes records with their evidence, and remembers whose databases they rest on. */
function openKept({ database, leases, traceBytes, tell }: ShareOrder, folder: string) {
  const contents = openContents(folder)
  const written = new Map<string, { delivery: Delivery; record: TrialRecord }>()
  return {
    commit: async (delivery: Delivery, record: TrialRecord): Promise<Standing> => {
      const { trace, bytes, whole } = packTrace(folder, record, traceBytes)
      const unsent = contents.unsent()
      const placed = { ...record, trace: { ...record.trace, offset: 0, length: bytes } }
      const sent = whole ? placed : disbelieved(placed, tooLarge(record, traceBytes))
      const commit = () => leases.commit(delivery, sent, { trace, contents: unsent })
      const standing = await patiently(database, commit, { onLost: tell })
      if (standing === 'current' || standing === 'done') {
        contents.wasSent(unsent)
        written.set(delivery.trial, { delivery, record: sent })
      }
      return standing
    },
    disbelieve: async (id: string, what: string) => {
      const found = written.get(id)
      if (found) await patiently(database, () => leases.correct(found.delivery, disbelieved(found.record, what)))
    },
  }
}

function tooLarge({ trace: { length } }: TrialRecord, most: number): string {
  const megabytes = (bytes: number) => Number((bytes / 1_000_000).toPrecision(3))
  return `Its trace has ${megabytes(length)} MB, and the queue takes ${megabytes(most)} MB: the middle is missing. Raise \`fleet.traceMegabytes\` in the config, or run it without --queue.`
}

/** Traces stay here until they were sent. */
function workersFolder(): RunFolder & Disposable {
  const path = makeTemporary('mettle-worker-')
  const remove = () => rmSync(path, { recursive: true, force: true })
  const unguarded = atExit(remove)
  mkdirSync(joinPath(path, 'traces'))
  return {
    path,
    unfinished: undefined,
    write: (file, content) => {
      mkdirSync(dirname(joinPath(path, file)), { recursive: true })
      writeFileSync(joinPath(path, file), content)
    },
    publish: () => path,
    abandon: () => void remove(),
    [Symbol.dispose]: () => {
      unguarded[Symbol.dispose]()
      remove()
    },
  }
}

async function putAway(performer: Performer, lanes: RunLanes, folder: Disposable): Promise<void> {
  try {
    await performer[Symbol.asyncDispose]()
    await lanes[Symbol.asyncDispose]()
  } finally {
    folder[Symbol.dispose]()
  }
}
