import { fits } from '../kernel/pattern.ts'
import type { Candidate } from './candidate.ts'

/** What a candidate offers for a tag. `undefined`: nobody knows, since the trial left no evidence. */
type Read = (candidate: Candidate) => readonly string[] | undefined

const readers = {
  agent: ({ planned }) => [planned.agent],
  scenario: ({ planned }) => [planned.scenario],
  variant: ({ planned }) => [planned.variant],
  model: ({ planned }) => (planned.model === null ? [] : [planned.model]),
  tag: ({ planned }) => planned.tags,
  guard: ({ evidence }) => evidence?.guards.map(({ name }) => name),
  fault: ({ evidence }) => evidence?.faults.map(({ fault }) => fault),
  asked: ({ evidence }) => evidence?.usage.models.map(({ model }) => model),
} satisfies Record<string, Read>

export type TagName = keyof typeof readers

/** What each tag selects by, for the reference. */
export const tagSummaries: Readonly<Record<TagName, string>> = {
  agent: 'Trials of this agent.',
  scenario: 'Trials of this scenario, by its id: `billing/*`.',
  variant: 'Trials of this variant: `lost-*`.',
  model: 'Trials of this model, where one was asked for.',
  tag: 'Trials of scenarios with this tag.',
  guard: 'Trials with this guard.',
  fault: 'Trials with this fault in their plan.',
  asked: 'Trials that asked this model for a turn, whoever chose it.',
}

export const tagNames = Object.keys(readers) as TagName[]

/** `agent:careful`: what a trial must be to be selected. The pattern may hold `*`. */
export interface Tag {
  name: TagName
  pattern: string
}

export function isTagName(name: string): name is TagName {
  return Object.hasOwn(readers, name)
}

/** The values of a tag among the candidates, where they are known. */
export function valuesOf(name: TagName, candidates: readonly Candidate[]): string[] {
  return [...new Set(candidates.flatMap((candidate) => readers[name](candidate) ?? []))]
}

/** Does the tag fit? What nobody knows fits: a trial without evidence is never left out of a gate for the lack of it. */
export function mayFit({ name, pattern }: Tag, candidate: Candidate): boolean {
  return readers[name](candidate)?.some((value) => fits(pattern, value)) ?? true
}
