import { clopperPearson } from '../stats/clopper-pearson.ts'
import { type Sprt, sprt } from '../stats/sprt.ts'
import type { Plan } from './plan.ts'
import { type Cause, causeKey, shows, type Told } from './told.ts'
import type { Trials } from './trials.ts'

/** Does a plan make the agent fail for a cause? 'unclear': the trials do not say, however often they are repeated. */
export type Answer = 'yes' | 'no' | 'unclear'

/** 'whole': by whole trials alone, however else they may be told. */
export type How = 'run' | 'whole'

/** How often a plan showed a cause. */
export interface Rate {
  shown: number
  of: number
}

/** Tells plans that make an agent fail from plans that do not. */
export interface Proof {
  /** Is one trial not enough, since the same plan comes to this and to that? */
  readonly byChance: boolean
  /** From now on each plan is repeated until the evidence decides. */
  doubt(): void
  answer(plan: Plan, cause: Cause, how?: How): Promise<Answer>
  /** Of a plan that was answered for. */
  rate(plan: Plan, cause: Cause, how?: How): Promise<Rate>
  /** Is the cause seen with no fault at all, as often as with one? Of agents with chance, that is for `answer` to say. */
  isBase(cause: Cause): boolean
}

/** So many seeds must agree before an agent is taken to act without chance. */
export const STEADY = 5
/** So many trials a plan is given where they do not agree. */
export const MOST = 60
/** How many of them run side by side. */
const STRIDE = 6

/** What a plan adds to the base rate of its cause at the least. Below that it is unstable. */
const LIFT = 0.35
/** Chance that a test of one plan is wrong, on either side. */
const WRONG = 1e-4

/** @param calm The first trials without a fault: more are run where they do not agree. */
export function openProof(trials: Trials, calm: readonly Told[]): Proof {
  // Where it shows is no part of that: what fails anyway may fail elsewhere under a fault.
  const base = new Set(calm.flatMap(({ causes }) => causes.map(withoutPlace)))
  let byChance = !agree(calm)
  const tests = new Map<string, Promise<Sprt>>()
  const testOf = (cause: Cause) => {
    const known = tests.get(causeKey(cause)) ?? planTest(trials, cause)
    tests.set(causeKey(cause), known)
    return known
  }
  return {
    get byChance() {
      return byChance
    },
    doubt: () => {
      byChance = true
    },
    isBase: (cause) => !byChance && base.has(withoutPlace(cause)),
    answer: async (plan, cause, how = 'run') => {
      if (byChance) return repeated(trials, plan, how, { cause, test: await testOf(cause) })
      const told = await trials[how](plan)
      return told.verdict === 'error' ? 'unclear' : shows(told, cause) ? 'yes' : 'no'
    },
    rate: async (plan, cause, how) => rateOf(await repeatsOf(trials, plan, byChance ? MOST : STEADY, how), cause),
  }
}

function withoutPlace({ scorer, kind }: Cause): string {
  return JSON.stringify([scorer, kind])
}

/** Did trials that differ in their seeds alone come to the same? */
export function agree(told: readonly Told[]): boolean {
  const ways = told
    .filter(({ verdict }) => verdict !== 'error')
    .map(({ verdict, causes }) => JSON.stringify([verdict, causes.map(causeKey)]))
  return new Set(ways).size <= 1
}

/** The rate to be told from the base rate of a cause: the base rate is measured, and taken as high as it may well be. */
async function planTest(trials: Trials, cause: Cause): Promise<Sprt> {
  const { shown, of } = rateOf(await repeatsOf(trials, [], MOST), cause)
  const bad = Math.max(0.05, of === 0 ? 1 : clopperPearson(shown, of, 0.95).high)
  return sprt({ bad: Math.min(bad, 0.9), good: Math.min(bad + LIFT, 0.99), alpha: WRONG, beta: WRONG })
}

async function repeated(
  trials: Trials,
  plan: Plan,
  how: How,
  { cause, test }: { cause: Cause; test: Sprt },
): Promise<Answer> {
  for (let of = STRIDE; of <= MOST; of += STRIDE) {
    // The first repeat is what brought the plan here: it does not count for it.
    const told = await repeatsOf(trials, plan, of + 1, how)
    for (let seen = 1; seen < told.length; seen++) {
      const { shown, of: all } = rateOf(told.slice(1, seen + 1), cause)
      const decision = test.decide(shown, all - shown)
      if (decision !== 'open') return decision === 'good' ? 'yes' : 'no'
    }
  }
  return 'unclear'
}

/** @throws {Spent} they were not all run. */
export function repeatsOf(trials: Trials, plan: Plan, count: number, how: How = 'run'): Promise<Told[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => trials[how](plan, 'agent', index + 1)))
}

/** Trials in which the harness failed show nothing. */
function rateOf(told: readonly Told[], cause: Cause): Rate {
  const judged = told.filter(({ verdict }) => verdict !== 'error')
  return { shown: judged.filter((one) => shows(one, cause)).length, of: judged.length }
}
