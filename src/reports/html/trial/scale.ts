import type { Evidence } from '../../../trace/evidence.ts'
import { duration } from '../../text/quantity.ts'

/** Where an event stands in a trial, from 0 to 1. */
export interface Scale {
  place(seq: number): number
  /** Points whose time can be written below the drawing. */
  points: readonly { place: number; text: string }[]
}

/**
 * Order decides the place; a wait adds room by its logarithm, so that thirty seconds of back-off do not squeeze what
 * happened before and after it.
 */
export function foldedScale({ events }: Evidence): Scale {
  const start = events[0]?.at ?? 0
  const places = new Map<number, number>()
  const points: { place: number; text: string }[] = []
  let at = 0
  let before = start
  for (const event of events) {
    at += 1 + 4 * Math.log10(1 + Math.max(0, event.at - before))
    before = event.at
    places.set(event.seq, at)
    points.push({ place: at, text: duration(Math.max(0, event.at - start)) })
  }
  const whole = at + 1
  return {
    place: (seq) => (places.get(seq) ?? 0) / whole,
    points: points.map(({ place, text }) => ({ place: place / whole, text })),
  }
}

/** The trial's clock, as it is. */
export function trueScale({ events }: Evidence): Scale {
  const start = events[0]?.at ?? 0
  const last = Math.max(1, ...events.map(({ at }) => at - start))
  const whole = last * 1.01
  const times = new Map(events.map(({ seq, at }) => [seq, Math.max(0, at - start) / whole]))
  const points = Array.from({ length: 401 }, (_, step) => ({ place: step / 400, text: duration((whole * step) / 400) }))
  return { place: (seq) => times.get(seq) ?? 0, points }
}
