import type { Index, IndexRow } from '../embed/shape.ts'

/** What the list of trials is narrowed to; empty texts narrow nothing. */
export interface Filter {
  verdict: string[]
  agent: string
  scenario: string
  variant: string
  fault: string
  guard: string
  /** Of the guard: 'held', 'bypassed'. */
  outcome: string
  /** What the guard did: 'deny', 'hold', 'halt'; or what became of it: 'fails-open guard-throws'. */
  deed: string
  tag: string
  q: string
}

export const PICKS = ['agent', 'scenario', 'variant', 'fault', 'guard', 'outcome', 'deed', 'tag'] as const

export function readFilter(query: URLSearchParams): Filter {
  const text = (name: string) => query.get(name) ?? ''
  return {
    verdict: text('verdict').split(',').filter(Boolean),
    ...{ agent: text('agent'), scenario: text('scenario'), variant: text('variant'), fault: text('fault') },
    ...{ guard: text('guard'), outcome: text('outcome'), deed: text('deed'), tag: text('tag'), q: text('q') },
  }
}

/** The words that are searched for, in lower case. */
export function wordsOf({ q }: Filter): string[] {
  return q.toLowerCase().split(/\s+/).filter(Boolean).slice(0, 20)
}

/** Which rows fit, by everything but the words. */
export function fitting(index: Index, filter: Filter): (row: IndexRow) => boolean {
  const place = (list: readonly string[], name: string) => (name === '' ? undefined : list.indexOf(name))
  const agent = place(index.agents, filter.agent)
  const scenario = place(index.scenarios, filter.scenario)
  const variant = place(index.variants, filter.variant)
  const fault = place(index.faults, filter.fault)
  const guard = place(index.guards, filter.guard)
  const tag = place(index.tags, filter.tag)
  const fits = (wanted: number | undefined, found: number) => wanted === undefined || wanted === found
  const among = (wanted: number | undefined, found: readonly number[]) => wanted === undefined || found.includes(wanted)
  const guarded = ({ guards }: IndexRow) =>
    (guard === undefined && filter.outcome === '' && filter.deed === '') ||
    guards.some(
      ([name, outcome, deeds]) =>
        fits(guard, name) &&
        (filter.outcome === '' || filter.outcome === outcome) &&
        (filter.deed === '' || deeds.some((deed) => deed === filter.deed)),
    )
  return (row) =>
    (filter.verdict.length === 0 || filter.verdict.includes(row.verdict)) &&
    fits(agent, row.agent) &&
    fits(scenario, row.scenario) &&
    fits(variant, row.variant) &&
    among(fault, row.faults) &&
    among(tag, row.tags) &&
    guarded(row)
}

/** What is searched at once, before any block is read. */
export function haystacks({ rows, scenarios, variants, agents, tags }: Index): string[] {
  return rows.map(({ id, scenario, variant, agent, reason, tags: own }) =>
    [id, scenarios[scenario], variants[variant], agents[agent], reason, ...own.map((tag) => tags[tag])]
      .join(' ')
      .toLowerCase(),
  )
}
