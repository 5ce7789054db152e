import type { Anchors } from './anchors.ts'
import type { Scale } from './scale.ts'
import type { Mark, Track } from './tracks.ts'

/** The part of a trial that is drawn, from 0 to 1. */
export interface Extent {
  from: number
  to: number
}

export const WHOLE: Extent = { from: 0, to: 1 }
/** The closest look. */
const CLOSEST = 0.002
/** Marks that are drawn at once in one lane. */
const DRAWN = 400
const LANE = 16
/** Per cent between two times on the axis. */
const APART = 13

/** The tracks as figures in per cent of the width. What lies outside the window is not drawn. */
export function drawingOf(tracks: readonly Track[], scale: Scale, window: Extent, anchors: Anchors) {
  const x = (place: number) => Math.round(((place - window.from) / (window.to - window.from)) * 9_800) / 100
  return {
    ticks: ticksOf(scale, x),
    zoomed: window.from > 0 || window.to < 1,
    tracks: tracks.map(({ name, lanes }) => ({
      name,
      height: lanes.length * LANE,
      count: lanes.flat().length,
      marks: lanes.flatMap((lane, at) => laneView(lane, at * LANE, scale, x, anchors)),
    })),
  }
}

function laneView(lane: readonly Mark[], y: number, scale: Scale, x: (place: number) => number, anchors: Anchors) {
  const placed = lane.map((mark) => ({ mark, from: x(scale.place(mark.from)), to: x(scale.place(mark.to)) }))
  return placed
    .filter(({ from, to }) => to >= -1 && from <= 101)
    .slice(0, DRAWN)
    .map(({ mark: { shape, tone, ref, label }, from, to }) => {
      const left = Math.max(-5, from)
      return {
        ...{ tone, label, ref, x: left, y, middle: y + LANE / 2, path: anchors.find(ref) },
        ...{ bar: shape === 'bar', triangle: shape === 'triangle', square: shape === 'square', dot: shape === 'dot' },
        width: Math.max(0.7, Math.min(105, to) - left),
      }
    })
}

function ticksOf({ points }: Scale, x: (place: number) => number) {
  const ticks: { x: number; text: string }[] = []
  for (const { place, text } of points) {
    const at = x(place)
    const last = ticks.at(-1)
    if (at < 0 || at > 92) continue
    if (!last || (at - last.x >= APART && text !== last.text)) ticks.push({ x: at, text })
  }
  return ticks
}

/** A closer or wider look around a place of the drawing, 0 to 1. */
export function zoom(window: Extent, factor: number, around = 0.5): Extent {
  const width = window.to - window.from
  const next = Math.min(1, Math.max(CLOSEST, width * factor))
  return clamp(window.from + (width - next) * around, next)
}

/** A look to the side, by a share of what is seen. */
export function pan(window: Extent, share: number): Extent {
  const width = window.to - window.from
  return clamp(window.from + width * share, width)
}

/** The part between two places of the drawing. */
export function select(window: Extent, left: number, right: number): Extent {
  const width = window.to - window.from
  const next = Math.max(CLOSEST, (right - left) * width)
  return clamp(window.from + left * width, next)
}

function clamp(from: number, width: number): Extent {
  const start = Math.min(Math.max(0, from), 1 - width)
  return { from: start, to: start + width }
}
