import { keyOf, type Plan } from './plan.ts'
import type { Perform, Told, Who } from './told.ts'

/** Nothing more is run: the budget is spent, or somebody ended the search. */
export class Spent extends Error {}

/** How many trials came to what. Every trial that ran is in `trials`. */
export interface Counts {
  trials: number
  /** Of those, told quickly and by nothing else: they stand in no ledger. */
  quick: number
  /** Of those, with the saint in place of the agent. */
  saint: number
  /** The harness or the world failed: they show nothing. */
  error: number
  /** No verdict, though every fault arrived. */
  inconclusive: number
  /** A fault of the plan never arrived: of the rest, the trial says what it says. */
  undelivered: number
}

/** What is asked of trials: each is run once, however often it is asked for. */
export interface Trials {
  readonly counts: Readonly<Counts>
  /** Why the first trial that was an error was one. */
  readonly firstError: string | undefined
  /** @throws {Spent} it was not run to its end. */
  run(plan: Plan, who?: Who, repeat?: number): Promise<Told>
  /** The same by a whole trial, also where it was told quickly: what a find rests on. It counts once. @throws {Spent} as `run`. */
  whole(plan: Plan, who?: Who, repeat?: number): Promise<Told>
  /** Resolves when nothing is under way any more, however that came out. */
  settled(): Promise<void>
  /** Runs plans side by side, and gives what came of them in the order of the plans, as far as they ran. */
  each(plans: Iterable<Plan>, repeat: number, see: (plan: Plan, told: Told) => Promise<void>): Promise<void>
}

/** So many plans run side by side before any of them is looked at: what a search finds does not depend on the machine. */
const BATCH = 16

/** @param mayRun Is there room for one more, with so many run or under way? */
export function openTrials(perform: Perform, mayRun: (begun: number) => boolean, onTrial: () => void): Trials {
  const known = new Map<string, Promise<Told>>()
  const wholes = new Map<string, Promise<Told>>()
  const counts: Counts = { trials: 0, quick: 0, saint: 0, error: 0, inconclusive: 0, undelivered: 0 }
  const underWay = new Set<Promise<unknown>>()
  let begun = 0
  let firstError: string | undefined
  const runNew = async (plan: Plan, who: Who, repeat: number): Promise<Told> => {
    if (!mayRun(begun)) throw new Spent('The budget is spent.')
    begun++
    const told = await perform(plan, who, repeat)
    if (!told) throw new Spent('The search was ended.')
    count(counts, told, who)
    if (told.verdict === 'error') firstError ??= told.reason
    onTrial()
    return told
  }
  const runWhole = async (key: string, plan: Plan, who: Who, repeat: number): Promise<Told> => {
    const quick = await run(plan, who, repeat)
    if (!quick.quick) return quick
    const told = await perform(plan, who, repeat, quick)
    if (!told) throw new Spent('The search was ended.')
    counts.quick--
    if (told.verdict === 'error') {
      counts.error++
      firstError ??= told.reason
    }
    known.set(key, Promise.resolve(told))
    return told
  }
  const run: Trials['run'] = (plan, who = 'agent', repeat = 1) => {
    const key = `${who} ${repeat} ${keyOf(plan)}`
    return once(known, key, () => runNew(plan, who, repeat))
  }
  const once = (held: Map<string, Promise<Told>>, key: string, work: () => Promise<Told>) => {
    const found = held.get(key)
    if (found) return found
    const told = work()
    // Who waits for it hears of its failure; nobody may be waiting yet.
    const ended = told.catch(() => held.delete(key)).finally(() => underWay.delete(ended))
    underWay.add(ended)
    held.set(key, told)
    return told
  }
  return {
    counts,
    get firstError() {
      return firstError
    },
    run,
    whole: (plan, who = 'agent', repeat = 1) => {
      const key = `${who} ${repeat} ${keyOf(plan)}`
      return once(wholes, key, () => runWhole(key, plan, who, repeat))
    },
    settled: async () => {
      while (underWay.size > 0) await Promise.all(underWay)
    },
    each: async (plans, repeat, see) => {
      for (const batch of batchesOf(plans)) {
        const told = await Promise.allSettled(batch.map((plan) => run(plan, 'agent', repeat)))
        const failures = told.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []))
        for (const [place, one] of told.entries()) {
          // What was run is looked at, also where it cannot be followed up any more.
          if (one.status === 'fulfilled')
            await see(batch[place] as Plan, one.value).catch((thrown) => failures.push(thrown))
        }
        if (failures.length > 0) throw failures.find((one) => !(one instanceof Spent)) ?? failures[0]
      }
    },
  }
}

function count(counts: Counts, { verdict, delivered, quick }: Told, who: Who): void {
  counts.trials++
  if (quick) counts.quick++
  if (who === 'saint') counts.saint++
  if (verdict === 'error') counts.error++
  else if (!delivered.every(Boolean)) counts.undelivered++
  else if (verdict === 'inconclusive') counts.inconclusive++
}

function* batchesOf<T>(items: Iterable<T>): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
