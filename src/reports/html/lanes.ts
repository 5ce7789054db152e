import type { CallStory, Evidence } from '../../trace/evidence.ts'
import { wasAllowed } from '../../trace/evidence.ts'
import { differenceOf } from '../text/difference.ts'
import { duration } from '../text/quantity.ts'

const SHOWN = 60
const TICKS = 4

export type Lanes = ReturnType<typeof lanesOf>

/**
 * The calls of a trial as bars over time, in per cent of the width. Order decides the place; a wait adds room by its
 * logarithm, so that thirty seconds of back-off do not squeeze what happened before and after it.
 */
export function lanesOf(evidence: Evidence, shownCalls: readonly CallStory[]) {
  const place = scaleOf(evidence)
  const start = evidence.events[0]?.at ?? 0
  return {
    lanes: shownCalls.slice(0, SHOWN).map((story) => laneOf(story, place)),
    more: Math.max(0, evidence.calls.length - SHOWN),
    ticks: ticksOf(evidence, place, start),
  }
}

type Place = (seq: number) => number

function scaleOf({ events }: Evidence): Place {
  const places = new Map<number, number>()
  let at = 0
  let before = events[0]?.at ?? 0
  for (const event of events) {
    at += 1 + 4 * Math.log10(1 + Math.max(0, event.at - before))
    before = event.at
    places.set(event.seq, at)
  }
  // 98: the last mark stays inside.
  return (seq) => Math.round(((places.get(seq) ?? 0) / Math.max(1, at)) * 9_800) / 100
}

function laneOf(story: CallStory, place: Place) {
  const { call, proposed, executed, delivered, effects, faults } = story
  const from = place(proposed.seq)
  const to = place((delivered ?? executed ?? proposed).seq)
  const stopped = !wasAllowed(story)
  const differs = differenceOf(story) !== null
  return {
    id: call.id,
    seq: proposed.seq,
    target: call.target,
    x: from,
    width: Math.max(0.8, to - from),
    tone: stopped ? 'stopped' : differs ? 'differs' : 'calm',
    faults: faults.map(({ seq }) => place(seq)),
    effects: effects.map(({ seq, late }) => ({ x: place(seq), late: late === true })),
    label: [
      duration((delivered ?? executed ?? proposed).at - proposed.at),
      ...(stopped ? ['stopped by a guard'] : []),
      ...faults.map(({ fault }) => `fault ${fault}`),
      ...effects.map(({ op, collection, late }) => `${late ? 'late ' : ''}${op} ${collection}`),
      ...(differs ? ['the agent saw something else than the world did'] : []),
    ].join(', '),
  }
}

function ticksOf({ events }: Evidence, place: Place, start: number) {
  const ticks: { x: number; text: string }[] = []
  for (const { seq, at } of events) {
    const x = place(seq)
    const last = ticks.at(-1)
    const text = duration(at - start)
    if (!last || (x - last.x >= 88 / TICKS && text !== last.text)) ticks.push({ x, text })
  }
  return ticks
}
