import { drawnPlans, paramsOf } from './draws.ts'
import { type Borne, pairs } from './extend.ts'
import type { Coverage, Found } from './found.ts'
import { type Desk, openDesk } from './judge-plan.ts'
import { type Catalogue, type Entry, entryOf, isSound, type Plan } from './plan.ts'
import { repeatsOf, STEADY } from './proof.ts'
import { fromEntry, nthEntries, type Place, placesIn } from './sweep.ts'
import type { Perform, Seen, Told } from './told.ts'
import { openTrials, Spent, type Trials } from './trials.ts'

/** How far a search has come. */
export interface Standing {
  trials: number
  coverage: Coverage
  finds: number
}

export interface SearchOptions {
  perform: Perform
  /** The faults that are tried. */
  catalogue: Catalogue
  /** Does the scenario have a saint? `perform` is asked for it then. */
  saint: boolean
  /** How many faults a plan has at the most. */
  maxFaults: number
  /** Of what is drawn. */
  seed: number
  /** Is there room for one more trial, with so many begun? */
  mayRun(begun: number): boolean
  onProgress?(standing: Standing): void
  /** Told why it goes no further, where what runs plans failed: what was found by then is given all the same. */
  onBroken?(thrown: unknown): void
}

/** An agent with chance is tried so often with each single fault: a fault that it fails under now and then must show once. */
const ROUNDS = 5

/**
 * Looks for the smallest plans that make an agent fail. It knows what came of a plan, and nothing of how a plan is run: the same
 * answers give the same finds.
 */
export async function search(options: SearchOptions): Promise<Found> {
  return new Search(options).run()
}

class Search {
  readonly #options: SearchOptions
  readonly #trials: Trials
  readonly #coverage: Coverage = { cells: 0, tried: 0, arrived: 0, pairs: 0, drawn: 0 }
  #desk: Desk | undefined
  #calm: Told | undefined
  #saint: Found['saint'] = 'none'
  readonly #borne: Borne[] = []

  constructor(options: SearchOptions) {
    this.#options = options
    this.#trials = openTrials(options.perform, options.mayRun, () => this.#tell())
  }

  async run(): Promise<Found> {
    let ended: Found['ended'] = 'done'
    try {
      ended = await this.#everything()
    } catch (thrown) {
      ended = thrown instanceof Spent ? 'spent' : 'broken'
      if (ended === 'broken') this.#options.onBroken?.(thrown)
    }
    // What is under way stands in the ledger, too.
    await this.#trials.settled()
    return this.#found(ended)
  }

  async #everything(): Promise<Found['ended']> {
    const calm = await this.#trials.run([])
    this.#calm = calm
    if (calm.verdict === 'error' || calm.calls.length === 0) return 'calm'
    const repeats = await repeatsOf(this.#trials, [], STEADY)
    this.#saint = await this.#askSaint()
    const { catalogue } = this.#options
    const places = placesIn(calm.calls, catalogue)
    this.#coverage.cells = places.reduce((sum, { calls }) => sum + calls, 0)
    this.#desk = openDesk({ trials: this.#trials, catalogue, calm: repeats, saint: this.#saint === 'asked' })
    await this.#sweep(this.#desk, places)
    await this.#beyond(this.#desk, places, calm)
    return 'done'
  }

  async #askSaint(): Promise<Found['saint']> {
    if (!this.#options.saint) return 'none'
    const { verdict } = await this.#trials.run([], 'saint')
    return verdict === 'passed' ? 'asked' : 'fails-calm'
  }

  /** Single faults: on each call, then on all from one on. */
  async #sweep(desk: Desk, places: readonly Place[]): Promise<void> {
    const later: Plan[] = []
    const singles = nthEntries(places).map((entry): Plan => [entry])
    await this.#trials.each(singles, 1, async (plan, told) => {
      this.#coverage.tried++
      if (told.delivered.every(Boolean)) this.#coverage.arrived++
      later.push(...this.#note(plan, told))
      await desk.look(plan, told)
    })
    await this.#trials.each(later, 1, async (plan, told) => {
      this.#note(plan, told)
      await desk.look(plan, told)
    })
    for (let repeat = 2; repeat <= ROUNDS && desk.proof.byChance; repeat++) {
      await this.#trials.each([...singles, ...later], repeat, (plan, told) => desk.look(plan, told, repeat))
    }
  }

  /** Keeps what can be built upon. Gives the same fault on all further calls, where there were any. */
  #note(plan: Plan, told: Told): Plan[] {
    const [entry] = plan
    const fault = entry && this.#options.catalogue.get(entry.fault)
    if (!entry || !fault || !told.delivered.every(Boolean)) return []
    if (told.verdict === 'passed') this.#borne.push({ entry, told })
    const from = fromEntry(entry, told, fault)
    return from ? [[from]] : []
  }

  #withParams({ fault, on, calls }: Place): Plan[] {
    const { seed, catalogue } = this.#options
    const entries = paramsOf(fault, seed).flatMap((params) =>
      Array.from({ length: calls }, (_, index): Entry => entryOf(fault, on, { nth: index + 1 }, params)),
    )
    return entries.map((entry): Plan => [entry]).filter((plan) => isSound(plan, catalogue))
  }

  /** Single faults with other parameters, pairs, plans that are drawn: of each a few, in turn. */
  async #beyond(desk: Desk, places: readonly Place[], calm: Told): Promise<void> {
    const { catalogue, maxFaults: most, seed } = this.#options
    const others = places.flatMap((place) => this.#withParams(place))
    const several = most > 1 ? pairs(this.#borne, calm, catalogue) : []
    const anywhere = placesIn(this.#seenAnywhere(calm), catalogue)
    const drawn = most > 1 ? drawnPlans(anywhere, { catalogue, most, seed }) : []
    const mixed = inTurn([
      [1, others],
      [2, counted(several, () => this.#coverage.pairs++)],
      [1, counted(drawn, () => this.#coverage.drawn++)],
    ])
    await this.#trials.each(mixed, 1, (plan, told) => desk.look(plan, told))
    for (let repeat = 2; repeat <= ROUNDS && desk.proof.byChance; repeat++) {
      await this.#trials.each(others, repeat, (plan, told) => desk.look(plan, told, repeat))
    }
  }

  /** Every call of any trial with one fault, once: the third to a target is another one than the second. */
  #seenAnywhere(calm: Told): Seen[] {
    const seen = new Map<string, Seen>()
    for (const { calls } of [calm, ...this.#borne.map(({ told }) => told)]) {
      const counts = new Map<string, number>()
      for (const call of calls) {
        const nth = (counts.get(call.target) ?? 0) + 1
        counts.set(call.target, nth)
        seen.set(`${call.target} ${nth}`, call)
      }
    }
    return [...seen.values()]
  }

  #tell(): void {
    const { onProgress } = this.#options
    onProgress?.({
      trials: this.#trials.counts.trials,
      coverage: this.#coverage,
      finds: this.#desk?.finds.length ?? 0,
    })
  }

  #found(ended: Found['ended']): Found {
    const { verdict = 'error', reason = '', id: trial = '', replay = '', causes = [], calls = [] } = this.#calm ?? {}
    const { finds = [], unsurvivable = [], unstable = [], open = [], withoutFault = 0, noise = 0 } = this.#desk ?? {}
    return {
      calm: { verdict, reason, trial, replay, causes, calls: calls.length },
      byChance: this.#desk?.proof.byChance ?? false,
      ...{ finds, unsurvivable, unstable, open, withoutFault, noise },
      saint: this.#saint,
      counts: this.#trials.counts,
      firstError: this.#trials.firstError,
      coverage: this.#coverage,
      ended,
    }
  }
}

function* counted<T>(items: Iterable<T>, count: () => void): Generator<T> {
  for (const item of items) {
    count()
    yield item
  }
}

/** So many of the first, so many of the second, and so on, then again; what is left of some where others have ended. */
function* inTurn<T>(lists: readonly [count: number, items: Iterable<T>][]): Generator<T> {
  const open = lists.map(([count, items]) => ({ count, items: items[Symbol.iterator](), over: false }))
  while (open.some(({ over }) => !over)) {
    for (const one of open) {
      for (let taken = 0; taken < one.count && !one.over; taken++) {
        const next = one.items.next()
        one.over = next.done === true
        if (!next.done) yield next.value
      }
    }
  }
}
