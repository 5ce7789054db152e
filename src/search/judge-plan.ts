import type { Find, Found, Shown } from './found.ts'
import { type Catalogue, isSound, isWithin, type Plan } from './plan.ts'
import { MOST, openProof, type Proof, repeatsOf, STEADY } from './proof.ts'
import { shrink } from './shrink.ts'
import { type Cause, causeKey, shows, type Told } from './told.ts'
import type { Trials } from './trials.ts'

type Lists = Pick<Found, 'finds' | 'unsurvivable' | 'unstable' | 'open' | 'withoutFault' | 'noise'>

/** Looks at what came of plans, one after the other, and keeps what they show. */
export interface Desk extends Lists {
  readonly proof: Proof
  /** @param repeat Of which trial it was told. */
  look(plan: Plan, told: Told, repeat?: number): Promise<void>
}

interface DeskParts {
  trials: Trials
  catalogue: Catalogue
  /** Trials without a fault. */
  calm: readonly Told[]
  /** Is there a saint that tells what can be survived? */
  saint: boolean
}

/** Plans that show one cause in another way than its find, at the most. */
const MOST_ALSO = 20

export function openDesk(parts: DeskParts): Desk {
  return new OpenDesk(parts)
}

class OpenDesk implements Desk {
  readonly finds: Find[] = []
  readonly unsurvivable: Found['unsurvivable'] = []
  readonly unstable: Found['unstable'] = []
  readonly open: Found['open'] = []
  readonly proof: Proof
  withoutFault = 0
  noise = 0
  readonly #parts: DeskParts

  constructor(parts: DeskParts) {
    this.#parts = parts
    this.proof = openProof(parts.trials, parts.calm)
  }

  async look(plan: Plan, told: Told, repeat = 1): Promise<void> {
    if (told.verdict !== 'failed' || plan.length === 0) return
    const arrived = plan.filter((_, place) => told.delivered[place])
    if (arrived.length < plan.length) return this.#lookAgain(arrived, told)
    const cause = told.causes.find((one) => !this.proof.isBase(one))
    if (!cause || this.#isKnown(plan, cause)) return
    let shown = told
    try {
      shown = await this.#parts.trials.whole(plan, 'agent', repeat)
      if (shows(shown, cause)) await this.#pursue(plan, shown, cause)
    } catch (thrown) {
      // Whatever the search ends by: what was seen is told.
      if (!this.#isKnown(plan, cause)) this.open.push({ cause, ...shownBy(plan, shown) })
      throw thrown
    }
  }

  /** What did not arrive has no part in it: the rest is run by itself. */
  async #lookAgain(arrived: Plan, told: Told): Promise<void> {
    const again = await this.#parts.trials.run(arrived)
    if (again.verdict === 'failed') return this.look(arrived, again)
    if (told.causes.some((one) => !this.proof.isBase(one))) this.withoutFault++
  }

  #isKnown(plan: Plan, cause: Cause): boolean {
    const alike = <T extends { cause: Cause }>(list: readonly T[]) =>
      list.filter((one) => causeKey(one.cause) === causeKey(cause))
    const plans = [
      ...alike(this.finds).flatMap((find) => [find, ...find.also]),
      ...alike(this.unsurvivable),
      ...alike(this.unstable),
      ...alike(this.open),
    ]
    return plans.some((one) => isWithin(one.plan, plan))
  }

  async #pursue(plan: Plan, told: Told, cause: Cause): Promise<void> {
    const saint = await this.#saintUnder(plan)
    if (saint === 'fails') return void this.unsurvivable.push({ cause, ...shownBy(plan, told) })
    if (this.proof.byChance && !(await this.#isSure(plan, told, cause))) return
    const known = this.finds.find((find) => causeKey(find.cause) === causeKey(cause))
    // A fault alone is as few as there can be.
    if (known && plan.length === 1) return this.#addTo(known, shownBy(plan, told))
    const find: Find = {
      ...{ cause, ...shownBy(plan, told), minimal: 'no', saint, also: [] },
      at: this.#parts.trials.counts.trials,
    }
    if (!known) this.finds.push(find)
    await this.#shrink(find)
    if (!(await this.#confirm(find))) return this.#pursueByChance(find, { plan, told, cause })
    if (known) this.#addTo(known, find)
  }

  #addTo(known: Find, { plan, trial, reason, replay }: Shown): void {
    const isNew = ![known, ...known.also].some((one) => isWithin(one.plan, plan))
    if (isNew && known.also.length < MOST_ALSO) known.also.push({ plan, trial, reason, replay })
  }

  /** With other seeds it came to something else: one trial proves nothing of this agent. */
  async #pursueByChance(find: Find, { plan, told, cause }: { plan: Plan; told: Told; cause: Cause }): Promise<void> {
    const place = this.finds.indexOf(find)
    if (place >= 0) this.finds.splice(place, 1)
    this.proof.doubt()
    await this.#pursue(plan, told, cause)
  }

  /** Of an agent with chance: does it fail more often with the plan than without? */
  async #isSure(plan: Plan, told: Told, cause: Cause): Promise<boolean> {
    const answer = await this.proof.answer(plan, cause)
    if (answer === 'no') this.noise++
    if (answer === 'unclear')
      this.unstable.push({ cause, ...shownBy(plan, told), rate: await this.proof.rate(plan, cause) })
    return answer === 'yes'
  }

  async #saintUnder(plan: Plan): Promise<Find['saint'] | 'fails'> {
    if (!this.#parts.saint) return 'unknown'
    const { verdict, delivered } = await this.#parts.trials.run(plan, 'saint')
    if (verdict === 'failed') return 'fails'
    if (verdict === 'error') return 'unknown'
    return delivered.every(Boolean) ? 'survives' : 'not-met'
  }

  async #shrink(find: Find): Promise<void> {
    const { cause } = find
    const holds = async (plan: Plan) => {
      if ((await this.proof.answer(plan, cause)) !== 'yes') return false
      const saint = await this.#saintUnder(plan)
      if (saint === 'fails') return false
      const shown = await this.#trialThatShows(plan, cause)
      // At once: whoever ends the search has the smallest plan so far.
      if (shown) Object.assign(find, shownBy(plan, shown), { saint })
      return shown !== undefined
    }
    await shrink(find.plan, { catalogue: this.#parts.catalogue, holds })
  }

  /** The first repeat that shows it, as a whole trial. */
  async #trialThatShows(plan: Plan, cause: Cause): Promise<Told | undefined> {
    const { trials } = this.#parts
    for (let repeat = 1; repeat <= MOST; repeat++) {
      const told = await trials.run(plan, 'agent', repeat)
      if (shows(told, cause) && shows(await trials.whole(plan, 'agent', repeat), cause))
        return trials.whole(plan, 'agent', repeat)
    }
    return undefined
  }

  /** Tries each removal, by whole trials. False: with other seeds the plan, or one with less in it, comes to something else. */
  async #confirm(find: Find): Promise<boolean> {
    const { plan, cause } = find
    const smaller = oneLess(plan).filter((one) => isSound(one, this.#parts.catalogue))
    if (this.proof.byChance) {
      const answers = []
      for (const one of smaller) answers.push(await this.proof.answer(one, cause, 'whole'))
      find.minimal = answers.every((answer) => answer === 'no') ? 'yes' : 'no'
      find.rate = await this.proof.rate(plan, cause, 'whole')
      return true
    }
    const { trials } = this.#parts
    const own = await repeatsOf(trials, plan, STEADY, 'whole')
    const less = (await Promise.all(smaller.map((one) => repeatsOf(trials, one, STEADY, 'whole')))).flat()
    const judged = [...own, ...less].every(({ verdict }) => verdict !== 'error')
    if (!judged) return true
    if (!own.every((told) => shows(told, cause)) || less.some((told) => shows(told, cause))) return false
    find.minimal = 'yes'
    return true
  }
}

/**
 * The plan with one thing less: without one of its faults, without the parameters of one, with one on the first of its calls
 * alone. A plan without any fault has run already.
 */
function oneLess(plan: Plan): Plan[] {
  return plan.flatMap((entry, place) => {
    const { params, ...plain } = entry
    const others = (...own: Plan) => [...plan.slice(0, place), ...own, ...plan.slice(place + 1)]
    return [
      ...(plan.length > 1 ? [others()] : []),
      ...(params ? [others(plain)] : []),
      ...(typeof entry.when === 'object' && 'from' in entry.when
        ? [others({ ...entry, when: { nth: entry.when.from } })]
        : []),
    ]
  })
}

function shownBy(plan: Plan, { id, reason, replay }: Told): Shown {
  return { plan, trial: id, reason, replay }
}
