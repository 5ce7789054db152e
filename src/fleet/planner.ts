import { setTimeout as sleep } from 'node:timers/promises'
import { PrerequisiteError } from '../kernel/errors.ts'
import { unlessAborted } from '../kernel/unless-aborted.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { alertsOf } from '../runs/alerts.ts'
import { type Gathered, type Gathering, gatherRun } from '../runs/gather.ts'
import { toldShortOfMoney } from '../runs/limits.ts'
import { openQueue } from '../runs/queue.ts'
import { fixedRepeats, onlyMissing, type Repeats, sequentialRepeats } from '../runs/repeats.ts'
import type { RunOptions } from '../runs/run-options.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { Bundle } from './bundle/bundle.ts'
import { type Collector, openCollector } from './collect.ts'
import { patiently, type QueueDatabase } from './database.ts'
import type { Jobs } from './jobs.ts'
import { type Offer, offer, type Refused, type Standings } from './offers.ts'

/** What a run that others perform needs beside its plan. */
export interface FleetOrder {
  database: QueueDatabase
  jobs: Jobs
  /** So many deliveries that nobody came back from, and a trial is an error. */
  deliveries: number
  /** Of a trace with more bytes the queue takes only a part. */
  traceBytes: number
  callsPerMinute: number | undefined
  tokensPerMinute: number | undefined
  /** The files of the project, for workers that have none. */
  bundle: Bundle | undefined
  /** Told at once what people want to know while they wait, a sentence each. */
  tell(told: string): void
}

/** Has the workers of a queue perform a run, and makes it one as any other. */
export function runByFleet(options: RunOptions, fleet: FleetOrder): Promise<KeptRun> {
  return gatherRun(options, async (open) => {
    const { usd } = options.setup.limits
    const asked = await patiently(fleet.database, () =>
      offer(fleet.database, fleet.jobs, {
        ...{ head: open.head, planned: options.plan.trials, deliveries: fleet.deliveries },
        traceBytes: fleet.traceBytes,
        most: usd === undefined ? undefined : Math.floor(usd * 1_000_000),
        ...{ before: open.paid.before, callsPerMinute: fleet.callsPerMinute },
        ...{ tokensPerMinute: fleet.tokensPerMinute, bundle: fleet.bundle },
      }),
    )
    const planned = new Map(options.plan.trials.map((trial) => [trial.id, trial]))
    using collector = openCollector({ ...open, offer: asked, folder: options.folder, planned, tell: fleet.tell })
    const all = { ...open, offer: asked, collector }
    for (const record of await goOn(fleet, all)) options.onTrial?.(record, open.ledger.entries.size)
    return await new Planner(options, fleet, all).run()
  })
}

/** What an earlier planner of this run left: its records first, and then what was performed and is in no place. */
async function goOn({ database, tell }: FleetOrder, { offer: asked, collector, ledger }: Open): Promise<TrialRecord[]> {
  const records: TrialRecord[] = []
  for (let more = [true] as unknown[]; more.length > 0; ) {
    const found = await patiently(database, collector.collect, { onLost: tell })
    records.push(...found)
    more = found
  }
  for (const id of await patiently(database, asked.taken, { onLost: tell }))
    if (!ledger.entries.has(id)) await patiently(database, () => asked.again(id), { onLost: tell })
  return records
}

/** Between two looks at the queue, in ms. */
const POLL_MS = 100
/** Between two looks at who is there, in ms. */
const LOOK_MS = 500
/** How long workers may be missed before somebody is told, in ms. */
const MISSED_MS = 5_000
/** How long what is under way may still come when a run is interrupted, in ms. */
const GRACE_MS = 3_000

interface Open extends Gathering {
  offer: Offer
  collector: Collector
}

class Planner {
  readonly #options: RunOptions
  readonly #fleet: FleetOrder
  readonly #open: Open
  readonly #repeats: Repeats
  readonly #queue: ReturnType<typeof openQueue>
  readonly #underWay = new Map<string, ScheduledTrial>()
  readonly #told = new Set<string>()
  #failures = 0
  #standings: Standings | undefined
  #missedSince = performance.now()
  #lookedAt = 0
  #paid: number

  constructor(options: RunOptions, fleet: FleetOrder, open: Open) {
    this.#options = options
    this.#fleet = fleet
    this.#open = open
    this.#paid = open.paid.before
    const { trials, sequential } = options.plan
    const verdicts = new Map([...open.ledger.entries].map(([id, { row }]) => [id, row.verdict]))
    const usual = options.repeats ?? (sequential ? sequentialRepeats(sequential, trials, verdicts) : fixedRepeats)
    this.#repeats = onlyMissing(usual, new Set(verdicts.keys()))
    this.#queue = openQueue(trials, {
      ...this.#repeats,
      room: (underWay) => !open.signal.aborted && underWay < this.#most(),
    })
  }

  /** How many may be under way: where a failure may end the run, no worker has more than it performs. */
  #most(): number {
    if (this.#options.setup.bail === undefined) return Number.POSITIVE_INFINITY
    return Math.max(1, this.#standings?.lanes ?? 1)
  }

  async run(): Promise<Gathered> {
    const { signal, offer: asked } = this.#open
    while (!signal.aborted && (await this.#step())) await unlessAborted(signal, sleep(POLL_MS)).catch(() => {})
    const whole = this.#underWay.size === 0 && !signal.aborted && this.#standings?.refused === undefined
    const isBailed = this.#failures >= (this.#options.setup.bail ?? Number.POSITIVE_INFINITY)
    if (whole && !isBailed) await this.#close()
    else await this.#leave()
    const { workers, late, again, paid, database, refused } = await this.#patiently(asked.standings)
    if (whole && !isBailed) await this.#patiently(asked.end)
    const stopped = refused ? this.#toldShort(paid, refused) : null
    return { fleet: { workers, late, again }, database, paid, stopped }
  }

  #toldShort(paid: number, { micros, tokens }: Refused): string {
    if (tokens === null) return toldShortOfMoney(this.#options.setup.limits.usd, paid, micros)
    const { tokensPerMinute } = this.#fleet
    return `The run reached its limit of ${tokensPerMinute} tokens a minute: one call alone may take ${tokens}. Raise --max-tokens-per-minute, or have the agent ask for shorter answers`
  }

  async #patiently<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await patiently(this.#fleet.database, work, { onLost: this.#fleet.tell })
    } catch (thrown) {
      if (!(thrown instanceof PrerequisiteError)) throw thrown
      const kept = 'What had finished is kept: "mettle run --resume --queue" goes on with it.'
      throw new PrerequisiteError(`${thrown.message} ${kept}`, { cause: thrown })
    }
  }

  /** False: nothing is left to wait for. */
  async #step(): Promise<boolean> {
    await this.#ask()
    const records = await this.#patiently(this.#open.collector.collect)
    for (const record of records) this.#take(record)
    if (performance.now() - this.#lookedAt > LOOK_MS) await this.#look()
    if (this.#standings?.refused !== undefined) return false
    return this.#underWay.size > 0 || records.length > 0
  }

  /** Has all performed that may start by now. */
  async #ask(): Promise<void> {
    const ids: string[] = []
    for (let trial = this.#queue.poll(); trial; trial = this.#queue.poll()) {
      ids.push(trial.id)
      this.#underWay.set(trial.id, trial)
    }
    await this.#patiently(() => this.#open.offer.ask(ids))
  }

  #take(record: TrialRecord): void {
    const { setup, onTrial, onAlert } = this.#options
    const trial = this.#underWay.get(record.id)
    // A second record of it takes something back: nobody waits for that.
    if (trial) {
      this.#underWay.delete(record.id)
      this.#repeats.settle(record)
      this.#queue.settle(trial)
      if (onAlert) alertsOf(trial, onAlert).judged(record)
      if (record.verdict !== 'passed') this.#failures++
    }
    onTrial?.(record, this.#open.ledger.entries.size)
    if (this.#failures >= (setup.bail ?? Number.POSITIVE_INFINITY)) {
      this.#queue.close()
      this.#underWay.clear()
    }
  }

  /** Who is there, what was paid, and what of it people should know. */
  async #look(): Promise<void> {
    this.#lookedAt = performance.now()
    const { offer: asked, paid } = this.#open
    const taken = await this.#patiently(asked.reap)
    if (taken > 0)
      this.#fleet.tell(`${counted(taken, 'trial')} given to another worker: the one that had it gave no sign of life.`)
    const standings = await this.#patiently(asked.standings)
    this.#standings = standings
    const more = standings.paid - this.#paid
    if (more > 0) {
      await paid.reserved(more)
      paid.settled(more, more)
      this.#paid = standings.paid
    }
    for (const { worker, host, reason } of await this.#patiently(asked.refusals))
      this.#tellOnce(worker, `A worker on ${host} takes nothing of this run: ${reason}.`)
    if (standings.present > 0) this.#missedSince = performance.now()
    else if (performance.now() - this.#missedSince > MISSED_MS) {
      this.#missedSince = Number.POSITIVE_INFINITY
      this.#fleet.tell(
        `No worker takes part. Start one in a checkout of this project: mettle worker --queue ${this.#fleet.database.place}`,
      )
    }
  }

  #tellOnce(key: string, told: string): void {
    if (!this.#told.has(key)) this.#fleet.tell(told)
    this.#told.add(key)
  }

  /** Waits for whoever takes part to compare its databases: what it takes back by that counts. */
  async #close(): Promise<void> {
    const { offer: asked, collector, signal } = this.#open
    await this.#patiently(() => asked.say('closing'))
    while (!signal.aborted && (await this.#patiently(asked.standings)).present > 0) await sleep(POLL_MS)
    while ((await this.#patiently(collector.collect)).length > 0);
  }

  /** Nothing more is taken from the queue by then. What is performed later waits there for whoever goes on. */
  async #leave(): Promise<void> {
    const { offer: asked, collector } = this.#open
    const until = performance.now() + GRACE_MS
    await this.#patiently(() => asked.say('stopped'))
    do {
      for (const record of await this.#patiently(collector.collect)) this.#take(record)
      await sleep(POLL_MS)
    } while (performance.now() < until && (await this.#patiently(asked.standings)).present > 0)
    // What came between the last two looks.
    for (const record of await this.#patiently(collector.collect)) this.#take(record)
  }
}

function counted(count: number, what: string): string {
  return count === 1 ? `1 ${what} was` : `${count} ${what}s were`
}
