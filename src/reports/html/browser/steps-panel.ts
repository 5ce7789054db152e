import type { Engine } from '../engine.ts'
import type { Anchors } from '../trial/anchors.ts'
import { seqsOf, stepsOf, stepViews } from '../trial/steps.ts'
import type { OpenTrace } from './book.ts'
import { append, byId } from './mount.ts'

/** Steps that are put on the page at once. */
const CHUNK = 100

export interface StepsPanel {
  /** Opens what is around an event ('e12') or a call ('c3') and goes there. */
  reveal(place: string): void
}

/** The steps of a trial: the first ones at once, the others on demand. */
export function openSteps({ evidence, sizes, more }: OpenTrace, anchors: Anchors, engine: Engine): StepsPanel {
  const steps = stepsOf(evidence)
  const list = byId('_steps')
  const scene = { anchors, sizes, start: evidence.events[0]?.at ?? 0 }
  let shown = 0
  const show = (to: number) => {
    append(list, engine.render('steps', { steps: stepViews(steps, scene, shown, to) }))
    shown = Math.min(to, steps.length)
    byId('_more-steps').hidden = shown >= steps.length
  }
  show(CHUNK)
  byId('_steps-count').textContent = steps.length.toLocaleString('en-US')
  byId('_more-steps').addEventListener('click', () => show(shown + CHUNK))
  byId('_cut').hidden = more === 0
  byId('_cut').textContent = `${more.toLocaleString('en-US')} further events are in the trace and not on this page.`
  const setOpen = (open: boolean) => () => {
    for (const details of list.querySelectorAll<HTMLDetailsElement>('details.step')) details.open = open
  }
  byId('_open').addEventListener('click', setOpen(true))
  byId('_close').addEventListener('click', setOpen(false))
  return {
    reveal: (place) => {
      const called = evidence.calls.find(({ call }) => call.id === place)
      const id = called ? `e${called.proposed.seq}` : place
      const at = steps.findIndex((step) => seqsOf(step).some((seq) => `e${seq}` === id))
      if (at >= shown) show(at + CHUNK)
      if (at >= 0) goTo(id)
    },
  }
}

function goTo(id: string): void {
  const target = document.getElementById(id)
  if (!target) return
  for (const marked of document.querySelectorAll('.target')) marked.classList.remove('target')
  target.classList.add('target')
  const row = target.closest('.row')
  for (const details of row?.querySelectorAll<HTMLDetailsElement>('details.step') ?? []) details.open = true
  target.scrollIntoView({ block: 'center' })
  target.focus({ preventScroll: true })
}
