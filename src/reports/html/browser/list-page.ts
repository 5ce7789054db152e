import { duration, plural, simulated } from '../../text/quantity.ts'
import type { IndexRow } from '../embed/shape.ts'
import type { Engine } from '../engine.ts'
import { trialPath, trialsPath } from '../routes.ts'
import type { Book } from './book.ts'
import { type Filter, fitting, haystacks, PICKS, readFilter, wordsOf } from './filter.ts'
import { append, byId, mount } from './mount.ts'
import { search } from './search.ts'

/** Rows that are put on the page at once. */
const CHUNK = 100
/** How long a search waits for the next key, in ms. */
const PAUSE = 200

/** The list of trials: filtered by its form, with as many rows on the page as were scrolled to. */
export interface ListPage {
  show(query: URLSearchParams): void
  /** Places of the trials that fit, in order. */
  readonly places: readonly number[]
}

export function openListPage(book: Book, engine: Engine): ListPage {
  const form = byId<HTMLFormElement>('_filters')
  const texts = lazily(() => haystacks(book.index))
  let places: number[] = []
  let shown = 0
  let running: AbortController | undefined

  const more = () => {
    const rows = places.slice(shown, shown + CHUNK).map((place) => rowView(book, place))
    append(byId('_list'), engine.render('rows', { rows }))
    shown += rows.length
    byId('_more').hidden = shown >= places.length
  }
  const list = (found: number[], note: string) => {
    places = found
    shown = 0
    mount(byId('_list'), '')
    more()
    const [count, of] = [found.length, book.index.rows.length].map((number) => number.toLocaleString('en-US'))
    byId('_shown').textContent = (count === of ? `${of}` : `${count} of ${of}`) + note
    byId('_none').hidden = found.length > 0
  }
  const apply = (filter: Filter) => {
    running?.abort()
    const fits = fitting(book.index, filter)
    const candidates = book.index.rows.flatMap((row, place) => (fits(row) ? [place] : []))
    const words = wordsOf(filter)
    if (words.length === 0) return list(candidates, '')
    running = new AbortController()
    search(book, words, texts(), running.signal, (found, done) =>
      list(
        candidates.filter((place) => found.has(place)),
        done ? '' : ', searching …',
      ),
    )
  }
  wire(form, more)
  sayWhatIsLeftOut(book)
  return {
    show: (query) => {
      const filter = readFilter(query)
      fill(form, filter)
      apply(filter)
    },
    get places() {
      return places
    },
  }
}

function rowView(book: Book, place: number) {
  const row = book.index.rows[place] as IndexRow
  const { faults, guards } = book.index
  const bypassed = row.guards.filter(([, outcome]) => outcome === 'bypassed')
  return {
    ...book.name(place),
    path: trialPath(row.id),
    brief: [plural(row.calls, 'call'), plural(row.effects, 'effect'), simulated(row.usd), duration(row.virtualMs)].join(
      ' · ',
    ),
    marks: [
      ...row.faults.map((fault) => ({ kind: 'fault', text: faults[fault] ?? '' })),
      ...bypassed.map(([guard]) => ({ kind: 'stopped', text: `bypassed ${guards[guard]}` })),
    ],
  }
}

/** The form and the address say the same: what is chosen can be linked to, and undone with the back button. */
function wire(form: HTMLFormElement, more: () => void): void {
  let waiting: ReturnType<typeof setTimeout>
  const go = (replace: boolean) => {
    const path = trialsPath(valuesOf(form))
    if (replace) history.replaceState(null, '', path)
    else history.pushState(null, '', path)
    dispatchEvent(new Event('hashchange'))
  }
  form.addEventListener('submit', (event) => event.preventDefault())
  form.addEventListener('reset', () => setTimeout(() => go(false)))
  form.addEventListener('change', (event) => {
    if ((event.target as HTMLInputElement).type !== 'search') go(false)
  })
  form.addEventListener('input', (event) => {
    if ((event.target as HTMLInputElement).type !== 'search') return
    clearTimeout(waiting)
    waiting = setTimeout(() => go(true), PAUSE)
  })
  byId('_more').addEventListener('click', more)
  const seen = new IntersectionObserver((entries) => {
    if (entries.some(({ isIntersecting }) => isIntersecting)) more()
  })
  seen.observe(byId('_more'))
}

function valuesOf(form: HTMLFormElement): Record<string, string> {
  const data = new FormData(form)
  const query = new URLSearchParams(location.hash.split('?')[1])
  const [outcome, deed] = [query.get('outcome') ?? '', query.get('deed') ?? '']
  const picks = PICKS.map((name) => [name, String(data.get(name) ?? '')] as const)
  const chosen = Object.fromEntries(picks.filter(([, value]) => value !== ''))
  return {
    verdict: data.getAll('verdict').join(','),
    ...chosen,
    ...(chosen.guard && outcome && { outcome }),
    ...(chosen.guard && deed && { deed }),
    q: String(data.get('q') ?? '').trim(),
  }
}

function fill(form: HTMLFormElement, filter: Filter): void {
  for (const control of form.elements) {
    if (control instanceof HTMLInputElement && control.type === 'checkbox') {
      control.checked = filter.verdict.includes(control.value)
    } else if (control instanceof HTMLInputElement && document.activeElement !== control) control.value = filter.q
    if (control instanceof HTMLSelectElement) control.value = filter[control.name as (typeof PICKS)[number]]
  }
}

function sayWhatIsLeftOut({ index }: Book): void {
  const left = index.rows.filter(({ trace }) => trace < 0).length
  byId('_note').hidden = left === 0
  byId('_note').textContent =
    `Large run: this page carries the traces of ${plural(index.rows.length - left, 'trial')}, those that did not pass first. ` +
    `The other ${left.toLocaleString('en-US')} lie in traces/ beside the page.`
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
