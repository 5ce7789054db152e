import type { TrialRow } from '../../../record/row.ts'
import type { TrialRecord } from '../../../record/trial.ts'
import { agentLabel } from '../../text/outcome.ts'
import { brokenIn, deedOf } from '../broken-guards.ts'
import type { IndexHead, IndexRow } from './shape.ts'

/** The longest reason that the list carries; the whole stands in the trial. */
const REASON = 400

/** The reasons of trials as the list carries them. Many are the same: each is held once. */
export function openReasons() {
  const known = new Map<string, string>()
  const reasons = new Map<string, string>()
  return {
    add: ({ id, reason }: Pick<TrialRecord, 'id' | 'reason'>): void => {
      const text = reason.length > REASON ? `${reason.slice(0, REASON)} …` : reason
      const listed = known.get(text) ?? text
      known.set(listed, listed)
      reasons.set(id, listed)
    },
    of: (id: string): string => reasons.get(id) ?? '',
  }
}

/** Makes the rows of the index, one at a time: names in them are places in lists, which are whole when all rows were made. */
export function openRows(reasonOf: (id: string) => string, traceLines: ReadonlyMap<string, number>) {
  const lists = {
    scenarios: names(),
    variants: names(),
    agents: names(),
    faults: names(),
    guards: names(),
    tags: names(),
  }
  const row = (trial: TrialRow): IndexRow => {
    const { id, repeat, verdict, effects, usage } = trial
    const arrived = new Set(trial.faults.flatMap(({ fault, delivered }) => (delivered > 0 ? [fault] : [])))
    return {
      id,
      scenario: lists.scenarios.place(trial.scenario),
      variant: lists.variants.place(trial.variant),
      agent: lists.agents.place(agentLabel(trial)),
      repeat,
      verdict,
      reason: reasonOf(id),
      tags: trial.tags.map(lists.tags.place),
      faults: [...arrived].map(lists.faults.place),
      guards: trial.guards.map((guard) => [lists.guards.place(guard.name), guard.outcome, deedsOf(guard, trial)]),
      calls: usage.calls,
      effects,
      usd: usage.usd,
      virtualMs: usage.virtualMs,
      trace: traceLines.get(id) ?? -1,
    }
  }
  const named = (): Pick<IndexHead, keyof typeof lists> => {
    const { scenarios, variants, agents, faults, guards, tags } = lists
    const all = { scenarios: scenarios.all(), variants: variants.all(), agents: agents.all(), faults: faults.all() }
    return { ...all, guards: guards.all(), tags: tags.all() }
  }
  return { row, named }
}

/** What a guard did beside letting calls run, and what became of it where it was broken. */
function deedsOf({ name, decisions }: TrialRow['guards'][number], trial: TrialRow): string[] {
  const done = (['deny', 'hold', 'halt'] as const).filter((kind) => decisions[kind] > 0)
  const broken = brokenIn(trial).filter(({ guard }) => guard === name)
  return [...done, ...broken.map(deedOf)]
}

/** A list in which each name has its place. */
function names() {
  const places = new Map<string, number>()
  return {
    place: (name: string): number => {
      const known = places.get(name)
      if (known !== undefined) return known
      places.set(name, places.size)
      return places.size - 1
    },
    all: () => [...places.keys()],
  }
}
