import type { TrialDetail } from '../embed/shape.ts'
import type { Engine } from '../engine.ts'
import { trialPath } from '../routes.ts'
import { type Anchors, createAnchors } from '../trial/anchors.ts'
import { planText, type TrialName, trialView } from '../trial/trial-view.ts'
import { openBeside } from './beside-panel.ts'
import type { Book, OpenTrace } from './book.ts'
import { byId, mount } from './mount.ts'
import { openSteps, type StepsPanel } from './steps-panel.ts'
import { openTracks } from './tracks-panel.ts'

/** One trial, rendered when it is opened. */
export interface TrialPage {
  /** @param place 'e12' or 'c3', or empty for the top. */
  show(trial: number, place: string, others: readonly number[]): Promise<void>
}

export function openTrialPage(book: Book, engine: Engine): TrialPage {
  const section = byId('_trial')
  let shown = -1
  let asked = -1
  let steps: StepsPanel | undefined
  return {
    show: async (trial, place, others) => {
      asked = trial
      if (trial !== shown) {
        const [detail, trace] = await Promise.all([book.detail(trial), book.trace(trial)])
        // Another one was asked for in the meantime.
        if (asked !== trial) return
        shown = trial
        steps = render(section, { book, engine, trial, detail, trace })
      }
      linkNeighbours(book, others, trial)
      if (place !== '' && steps) steps.reveal(place)
      else byId('_title').focus({ preventScroll: true })
      if (place === '') scrollTo(0, 0)
    },
  }
}

interface Opened {
  book: Book
  engine: Engine
  trial: number
  detail: TrialDetail
  trace: OpenTrace | string
}

function render(section: Element, { book, engine, trial, detail, trace }: Opened): StepsPanel | undefined {
  const name: TrialName = book.name(trial)
  const evidence = typeof trace === 'string' ? `${trace} It lies in ${detail.trace.file}.` : trace.evidence
  const anchors: Anchors = createAnchors(name.id, evidence)
  mount(section, engine.render('trial', trialView(name, detail, evidence, anchors)))
  offerCopies(section, {
    replay: () => detail.replay,
    plan: () => planText(detail),
    link: () => location.href,
  })
  for (const button of section.querySelectorAll<HTMLElement>('[data-jump]')) {
    button.addEventListener('click', () => byId(button.dataset.jump ?? '').scrollIntoView())
  }
  if (typeof trace === 'string') return undefined
  openTracks(byId('_tracks'), trace.evidence, anchors, engine)
  openBeside(book, engine, trial, trace.evidence)
  return openSteps(trace, anchors, engine)
}

/** The trials before and after this one in the list as it is filtered. */
function linkNeighbours({ index }: Book, places: readonly number[], trial: number): void {
  const at = places.indexOf(trial)
  const link = (id: string, place: number | undefined) => {
    const anchor = byId<HTMLAnchorElement>(id)
    const row = place === undefined ? undefined : index.rows[place]
    anchor.hidden = row === undefined
    if (row) anchor.setAttribute('href', trialPath(row.id))
  }
  link('_before', at > 0 ? places[at - 1] : undefined)
  link('_next', at >= 0 ? places[at + 1] : undefined)
}

/** Makes the buttons of a section copy: `data-copy` names what. */
function offerCopies(section: Element, texts: Readonly<Record<string, () => string>>): void {
  for (const button of section.querySelectorAll<HTMLElement>('[data-copy]')) {
    button.addEventListener('click', async () => {
      const text = texts[button.dataset.copy ?? '']?.() ?? ''
      const done = (await copy(text)) ? 'Copied.' : 'Copying is not allowed here. Select the text instead.'
      byId('_said').textContent = done
      button.classList.add(done === 'Copied.' ? 'copied' : 'refused')
      setTimeout(() => button.classList.remove('copied', 'refused'), 1_500)
    })
  }
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

/** A page from disk has no clipboard of its own in some browsers. */
function copyBySelection(text: string): boolean {
  const area = document.createElement('textarea')
  area.value = text
  area.className = 'unseen'
  document.body.append(area)
  area.select()
  const done = document.execCommand('copy')
  area.remove()
  return done
}
