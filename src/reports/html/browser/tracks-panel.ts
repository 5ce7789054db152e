import type { Evidence } from '../../../trace/evidence.ts'
import type { Engine } from '../engine.ts'
import type { Anchors } from '../trial/anchors.ts'
import { drawingOf, type Extent, pan, select, WHOLE, zoom } from '../trial/drawing.ts'
import { foldedScale, trueScale } from '../trial/scale.ts'
import { tracksOf } from '../trial/tracks.ts'
import { byId, mount } from './mount.ts'

const KEYS: Record<string, string> = {
  '+': 'in',
  '=': 'in',
  '-': 'out',
  ArrowLeft: 'left',
  ArrowRight: 'right',
  '0': 'fit',
}

/** The tracks of a trial, drawn anew for each look. */
export function openTracks(figure: HTMLElement, evidence: Evidence, anchors: Anchors, engine: Engine): void {
  const tracks = tracksOf(evidence)
  const scales = { folded: foldedScale(evidence), true: trueScale(evidence) }
  let folded = true
  let window: Extent = WHOLE
  const draw = () => {
    const scale = folded ? scales.folded : scales.true
    mount(figure, engine.render('tracks', { folded, ...drawingOf(tracks, scale, window, anchors) }))
    figure.dataset.from = window.from.toFixed(4)
    figure.dataset.to = window.to.toFixed(4)
  }
  const redraw = (next: Extent) => {
    const focused = figure.contains(document.activeElement) ? describe(document.activeElement) : undefined
    window = next
    draw()
    if (focused) figure.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true })
  }
  const turn = (how: string) => redraw(turned(window, how))
  figure.addEventListener('click', (event) => {
    const how = (event.target as Element).closest<HTMLElement>('[data-zoom]')?.dataset.zoom
    if (how) turn(how)
  })
  figure.addEventListener('change', () => {
    folded = byId<HTMLInputElement>('_folded').checked
    redraw(WHOLE)
  })
  figure.addEventListener('keydown', (event) => {
    const how = KEYS[event.key]
    if (!how || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    turn(how)
  })
  figure.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return
      event.preventDefault()
      redraw(zoom(window, event.deltaY > 0 ? 1.25 : 0.8, shareAt(figure, event.clientX)))
    },
    { passive: false },
  )
  brush(figure, (left, right) => redraw(select(window, left, right)))
  draw()
}

function turned(window: Extent, how: string): Extent {
  if (how === 'in') return zoom(window, 0.5)
  if (how === 'out') return zoom(window, 2)
  if (how === 'left') return pan(window, -0.25)
  if (how === 'right') return pan(window, 0.25)
  return WHOLE
}

/** A selector that finds the same control after the drawing was made anew. */
function describe(element: Element | null): string | undefined {
  if (!(element instanceof HTMLElement)) return undefined
  return element.id ? `#${element.id}` : `[data-zoom="${element.dataset.zoom}"]`
}

/** A place of the drawing, from 0 to 1. */
function shareAt(figure: HTMLElement, clientX: number): number {
  const lane = figure.querySelector('.axis svg')?.getBoundingClientRect()
  return lane ? Math.min(1, Math.max(0, (clientX - lane.left) / (lane.width * 0.98))) : 0.5
}

/** Drawing a span with the pointer. A click is none. */
function brush(figure: HTMLElement, onSpan: (left: number, right: number) => void): void {
  let from: number | undefined
  figure.addEventListener('pointerdown', (event) => {
    if (event.button === 0 && (event.target as Element).closest('#_field')) from = event.clientX
  })
  // A link would be dragged in place of the span.
  figure.addEventListener('dragstart', (event) => event.preventDefault())
  figure.addEventListener('pointermove', (event) => {
    if (from === undefined || Math.abs(event.clientX - from) < 6) return
    const field = byId('_field').getBoundingClientRect()
    const mark = byId('_brush')
    mark.hidden = false
    mark.style.left = `${Math.min(from, event.clientX) - field.left}px`
    mark.style.width = `${Math.abs(event.clientX - from)}px`
  })
  addEventListener('pointerup', (event) => {
    const start = from
    from = undefined
    if (start === undefined || !figure.isConnected || Math.abs(event.clientX - start) < 6) return
    const ends = [shareAt(figure, start), shareAt(figure, event.clientX)].sort((a, b) => a - b)
    onSpan(ends[0] ?? 0, ends[1] ?? 1)
  })
}
