import handlebars from 'handlebars/runtime.js'
import { openEngine, type Runtime } from '../engine.ts'
import { type PageRoute, readRoute } from '../routes.ts'
import { openBook } from './book.ts'
import { openListPage } from './list-page.ts'
import { byId } from './mount.ts'
import { templates } from './templates.generated.ts'
import { offerThemes } from './theme.ts'
import { openTrialPage } from './trial-page.ts'

const engine = openEngine(handlebars as unknown as Runtime, templates)

async function start(): Promise<void> {
  offerThemes()
  openForPrinting()
  byId('_nav').hidden = false
  // The overview needs none of the data: it is on screen while the index is read.
  turnTo(readRoute(location.hash))
  const book = await openBook()
  const list = openListPage(book, engine)
  const trials = openTrialPage(book, engine)
  let lastList = '#/trials'
  const follow = async () => {
    const route = readRoute(location.hash)
    if (route.page === 'trials') {
      lastList = location.hash
      list.show(route.query)
    }
    const place = route.page === 'trial' ? book.find(route.trial) : -1
    if (place >= 0) {
      if (list.places.length === 0) list.show(new URLSearchParams())
      turnTo(route)
      await trials.show(place, route.place, list.places)
      document.getElementById('_back')?.setAttribute('href', lastList)
    }
    turnTo(route.page === 'trial' && place < 0 ? { ...route, page: 'overview' } : route)
    document.documentElement.dataset.ready = location.hash
  }
  addEventListener('hashchange', follow)
  addEventListener('keydown', (event) => goToSearch(event))
  await follow()
  performance.mark('mettle-ready')
}

/** Shows one page and marks its link. */
function turnTo({ page }: Pick<PageRoute, 'page'>): void {
  const pages = [...document.querySelectorAll<HTMLElement>('section.page')]
  const shown = pages.some(({ dataset }) => dataset.page === page) ? page : 'overview'
  const turned = pages.some((section) => section.dataset.page === shown && section.hidden)
  for (const section of pages) section.hidden = section.dataset.page !== shown
  for (const link of document.querySelectorAll<HTMLElement>('#_nav a')) {
    const current = link.dataset.page === shown || (shown === 'trial' && link.dataset.page === 'trials')
    if (current) link.setAttribute('aria-current', 'page')
    else link.removeAttribute('aria-current')
  }
  if (turned && shown !== 'trial') scrollTo(0, 0)
}

/** A slash leads to the search, from anywhere but a field. */
function goToSearch(event: KeyboardEvent): void {
  const field = event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement
  if (event.key !== '/' || field || event.ctrlKey || event.metaKey) return
  event.preventDefault()
  if (readRoute(location.hash).page !== 'trials') location.hash = '#/trials'
  turnTo({ page: 'trials' })
  document.querySelector<HTMLInputElement>('#_filters input[type=search]')?.focus()
}

start()

/** Paper cannot be clicked: what is closed is opened for printing, and closed again. */
function openForPrinting(): void {
  let closed: HTMLDetailsElement[] = []
  addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')]
    for (const details of closed) details.open = true
  })
  addEventListener('afterprint', () => {
    for (const details of closed) details.open = false
  })
}
