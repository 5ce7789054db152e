import type { Evidence } from '../../../trace/evidence.ts'
import type { IndexRow } from '../embed/shape.ts'
import type { Engine } from '../engine.ts'
import { trialPath } from '../routes.ts'
import { besideOf } from '../trial/beside.ts'
import type { Book } from './book.ts'
import { byId, mount } from './mount.ts'

/** Trials that are offered. */
const OFFERED = 60

/** The panel in which a trial is held against another one of the same agent and scenario. */
export function openBeside(book: Book, engine: Engine, trial: number, evidence: Evidence): void {
  const others = othersOf(book, trial).slice(0, OFFERED)
  const choices = others.map((place, at) => ({ value: String(place), label: labelOf(book, place), chosen: at === 0 }))
  mount(byId('_pick'), engine.render('pick', { choices }))
  const [first] = others
  if (first === undefined) return
  const show = async (place: number) => {
    const trace = await book.trace(place)
    if (typeof trace === 'string') return
    const [id, other] = [trial, place].map((one) => book.name(one).id) as [string, string]
    const view = besideOf({ id, evidence }, { id: other, evidence: trace.evidence })
    const right = { ...view.right, path: trialPath(other), label: labelOf(book, place) }
    mount(byId('_beside'), engine.render('beside', { ...view, right }))
  }
  byId<HTMLSelectElement>('_other').addEventListener('change', (event) => {
    show(Number((event.target as HTMLSelectElement).value))
  })
  show(first)
}

/** Passing repeats of the same cell first, then trials without faults, then the rest. */
function othersOf({ index }: Book, trial: number): number[] {
  const own = index.rows[trial] as IndexRow
  const calm = index.variants.indexOf('calm')
  const rank = ({ variant, verdict }: IndexRow) =>
    (verdict === 'passed' ? 0 : 4) + (variant === own.variant ? 0 : variant === calm ? 1 : 2)
  return index.rows
    .flatMap((row, place) => {
      const fits = row.scenario === own.scenario && row.agent === own.agent && row.trace >= 0 && place !== trial
      return fits ? [{ place, rank: rank(row) }] : []
    })
    .sort((a, b) => a.rank - b.rank)
    .map(({ place }) => place)
}

function labelOf(book: Book, place: number): string {
  const { variant, repeat, verdict } = book.name(place)
  return `${variant} r${repeat}, ${verdict}`
}
