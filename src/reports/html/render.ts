import { hash } from 'node:crypto'
import type { StoredRun } from '../define.ts'
import { worstFirst } from '../text/outcome.ts'
import { readTrace } from '../text/trace.ts'
import type { Engine } from './engine.ts'
import { pageView } from './page-view.ts'
import { trialView } from './trial-view.ts'

/** Bounds of one page. A reader finds the rest in run.json and the traces. */
export interface PageBounds {
  /** How many trials show their timeline. */
  timelines: number
  /** After so many characters of sections, further ones come without a timeline. */
  characters: number
}

export const PAGE_BOUNDS: PageBounds = { timelines: 300, characters: 32_000_000 }

export interface Assets {
  styles: string
  interaction: string
}

/** The page as a text. One trace is in memory at a time. */
export function renderPage(run: StoredRun, engine: Engine, assets: Assets, bounds: PageBounds = PAGE_BOUNDS): string {
  const sections: string[] = []
  let size = 0
  let told = 0
  for (const trial of worstFirst(run.record.trials)) {
    const tell = told < bounds.timelines && size < bounds.characters
    if (tell) told++
    const section = engine.trial(trialView(trial, tell ? readTrace(run, trial.id) : untold(trial.trace)))
    size += section.length
    sections.push(section)
  }
  const policy = policyOf(assets)
  return engine.page(pageView(run.record, told), { ...assets, policy, trials: sections.join('\n') })
}

function untold(trace: string): string {
  return `This page is full: the timeline is not shown. The trace is ${trace}.`
}

/** Nothing but the page's own style and script may run or load. */
function policyOf({ styles, interaction }: Assets): string {
  return [
    "default-src 'none'",
    `style-src '${digestOf(styles)}'`,
    `script-src '${digestOf(interaction)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
}

function digestOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
