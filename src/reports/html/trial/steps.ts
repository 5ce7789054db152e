import type { AuditRow } from '../../../trace/audit.ts'
import { auditRows } from '../../../trace/audit.ts'
import type { Recorded } from '../../../trace/event.ts'
import type { CallStory, Evidence } from '../../../trace/evidence.ts'
import { openAdditions } from '../../text/request.ts'
import type { Anchors } from './anchors.ts'
import { type CallStep, callView } from './call-view.ts'
import { otherView } from './other-view.ts'

/** With more steps than these, what is notable is not laid open at once. */
const FEW = 40

/** One step of a trial: a call with all that became of it, or an event that belongs to none. */
export type TrialStep = CallStep | { event: Recorded }

/** What happened in a trial, in order. */
export function stepsOf(evidence: Evidence): TrialStep[] {
  const audit = auditRows(evidence)
  const additionOf = openAdditions()
  const stories = new Map(
    evidence.calls.map((story, at) => {
      const step: CallStep = { story, audit: audit[at] as AuditRow, addition: additionOf(story.call) }
      return [story.proposed.seq, step]
    }),
  )
  const told = new Set(evidence.calls.flatMap(seqsOfStory))
  return evidence.events.flatMap((event): TrialStep[] => {
    const step = stories.get(event.seq)
    if (step) return [step]
    return told.has(event.seq) ? [] : [{ event }]
  })
}

/** The events that a step tells of. */
export function seqsOf(step: TrialStep): number[] {
  return 'event' in step ? [step.event.seq] : [step.story.proposed.seq, ...seqsOfStory(step.story)]
}

function seqsOfStory({ decisions, approvals, faults, executed, effects, meanwhile, delivered }: CallStory): number[] {
  const ends = [executed, delivered].flatMap((event) => (event ? [event.seq] : []))
  return [...[...decisions, ...approvals, ...faults, ...effects, ...(meanwhile ?? [])].map(({ seq }) => seq), ...ends]
}

/** What the steps of one trial share. */
export interface Scene {
  anchors: Anchors
  /** When the trial began, ms since 1970. */
  start: number
  /** Members of each collection at the start. */
  sizes: Readonly<Record<string, number>>
}

/** Some of the steps, ready to be rendered. */
export function stepViews(steps: readonly TrialStep[], scene: Scene, from: number, to: number) {
  const { anchors, start, sizes } = scene
  const few = steps.length <= FEW
  return steps
    .slice(from, to)
    .map((step) =>
      'event' in step ? otherView(step.event, start, anchors, sizes) : callView(step, start, anchors, few),
    )
}
