import { isTurn } from '../../../trace/deed.ts'
import type { CallStory, Evidence } from '../../../trace/evidence.ts'
import { wasAllowed } from '../../../trace/evidence.ts'
import { differenceOf } from '../../text/difference.ts'
import { decisionWord, seenWord } from '../../text/event.ts'
import { duration } from '../../text/quantity.ts'

/** One thing on a track, from one event to another. */
export interface Mark {
  from: number
  to: number
  shape: 'bar' | 'triangle' | 'square' | 'dot'
  tone: 'calm' | 'differs' | 'stopped' | 'noted' | 'fault' | 'effect' | 'late' | 'wait'
  /** The event that it leads to. */
  ref: string
  label: string
}

export interface Track {
  name: string
  /** Marks that overlap stand in lanes of their own. */
  lanes: Mark[][]
}

/** The most lanes of a track; further marks share the last one. */
const LANES = 5

/** What happened in a trial, by kind. Tracks without a mark are left out. */
export function tracksOf({ calls }: Evidence): Track[] {
  const ends = new Map<string, number>()
  const tracks: [string, Mark[]][] = [
    ['Model turns', calls.filter(({ call }) => isTurn(call)).map(callMark)],
    ['Calls', calls.filter(({ call }) => !isTurn(call)).map(callMark)],
    ['Retries', calls.flatMap((story) => retryMark(story, ends))],
    ['Faults', calls.flatMap(faultMarks)],
    ['Decisions', calls.flatMap(decisionMarks)],
    ['Approvals', calls.flatMap(approvalMarks)],
    ['Effects', calls.flatMap(effectMarks)],
  ]
  return tracks.flatMap(([name, marks]) => (marks.length > 0 ? [{ name, lanes: lanesOf(marks) }] : []))
}

function endOf({ proposed, executed, delivered }: CallStory) {
  return delivered ?? executed ?? proposed
}

function callMark(story: CallStory): Mark {
  const { call, proposed, delivered } = story
  const stopped = !wasAllowed(story)
  const differs = differenceOf(story) !== null
  const took = duration(endOf(story).at - proposed.at)
  return {
    from: proposed.seq,
    to: endOf(story).seq,
    shape: 'bar',
    tone: stopped ? 'stopped' : differs ? 'differs' : 'calm',
    ref: `e${proposed.seq}`,
    label: `${call.id} ${call.target}, ${took}, ${delivered ? `saw ${seenWord(delivered)}` : 'no reply'}`,
  }
}

/** The wait between two tries of the same intent. */
function retryMark({ call, proposed, ...story }: CallStory, ends: Map<string, number>): Mark[] {
  const before = ends.get(call.key)
  ends.set(call.key, endOf({ call, proposed, ...story }).seq)
  if (before === undefined || call.attempt < 2) return []
  const label = `attempt ${call.attempt}: ${call.id} ${call.target}`
  return [{ from: before, to: proposed.seq, shape: 'bar', tone: 'wait', ref: `e${proposed.seq}`, label }]
}

function faultMarks({ call, faults }: CallStory): Mark[] {
  return faults.map(({ seq, fault }) => mark(seq, 'triangle', 'fault', `fault ${fault} on ${call.id}`))
}

function decisionMarks({ call, decisions }: CallStory): Mark[] {
  return decisions.map((event) => {
    const { seq, decision, mode, guard, reason } = event
    const tone = decision === 'allow' ? 'calm' : mode === 'observe' ? 'noted' : 'stopped'
    return mark(seq, 'square', tone, `${guard}: ${decisionWord(event)} ${call.id}, ${reason}`)
  })
}

function approvalMarks({ call, proposed, approvals }: CallStory): Mark[] {
  return approvals.map(({ seq, answer, by, waitedMs }) => ({
    ...mark(seq, 'bar', answer === 'approved' ? 'calm' : 'stopped', ''),
    from: proposed.seq,
    label: `approval of ${call.id}: ${answer}${by ? ` by ${by}` : ''} after ${duration(waitedMs)}`,
  }))
}

function effectMarks({ call, effects, meanwhile = [] }: CallStory): Mark[] {
  // An effect of several calls is drawn once, with its last call.
  const own = effects.filter(({ calls }) => calls.at(-1) === call.id)
  return [...meanwhile, ...own].map(({ seq, op, collection, id, late }) =>
    mark(seq, 'dot', late ? 'late' : 'effect', `${late ? 'late ' : ''}${op} ${collection} ${id}`),
  )
}

function mark(seq: number, shape: Mark['shape'], tone: Mark['tone'], label: string): Mark {
  return { from: seq, to: seq, shape, tone, ref: `e${seq}`, label }
}

function lanesOf(marks: readonly Mark[]): Mark[][] {
  const lanes: Mark[][] = []
  for (const next of marks) {
    const free = lanes.find((lane) => (lane.at(-1)?.to ?? 0) < next.from)
    if (free) free.push(next)
    else if (lanes.length < LANES) lanes.push([next])
    else lanes.at(-1)?.push(next)
  }
  return lanes
}
