import type { CallStory, Evidence } from '../../trace/evidence.ts'
import type { Anchors } from './anchors.ts'
import { callView } from './call-view.ts'
import { lanesOf } from './lanes.ts'
import { otherView } from './other-view.ts'

/** How many rows of one trial are shown. */
const SHOWN = 200
/** With so few rows, every exchange is laid open. */
const FEW = 6

/** What happened in a trial, in order: a row for each call, and for each event that belongs to none. */
export function timelineOf(evidence: Evidence, anchors: Anchors) {
  const start = evidence.events[0]?.at ?? 0
  const entries = entriesOf(evidence)
  const shown = entries.slice(0, SHOWN)
  const { lanes, ...rest } = lanesOf(
    evidence,
    shown.flatMap((entry) => ('story' in entry ? [entry.story] : [])),
  )
  const rows = shown.map((entry) =>
    'story' in entry
      ? callView(entry.story, start, anchors, shown.length <= FEW)
      : otherView(entry.event, start, anchors),
  )
  return {
    rows,
    more: entries.length - shown.length,
    lanes: lanes.map(({ seq, ...lane }) => ({ ...lane, anchor: anchors.find(`e${seq}`) })),
    moreLanes: rest.more,
    ticks: rest.ticks,
  }
}

type Entry = { story: CallStory } | { event: Evidence['events'][number] }

function entriesOf({ events, calls }: Evidence): Entry[] {
  const stories = new Map(calls.map((story) => [story.proposed.seq, story]))
  const told = new Set(calls.flatMap(seqsOf))
  return events.flatMap((event): Entry[] => {
    const story = stories.get(event.seq)
    if (story) return [{ story }]
    return told.has(event.seq) ? [] : [{ event }]
  })
}

function seqsOf({ decisions, approvals, faults, executed, effects, delivered }: CallStory): number[] {
  const ends = [executed, delivered].flatMap((event) => (event ? [event.seq] : []))
  return [...[...decisions, ...approvals, ...faults, ...effects].map(({ seq }) => seq), ...ends]
}
