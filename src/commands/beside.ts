import { existsSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import type { BesidePage } from '../reports/define.ts'

/** What other commands found of safeguards, by the folder below that of all reports. */
const PAGES = [
  { title: 'Every guard under every fault', folder: 'guards/latest', page: 'index.html#/guards' },
  {
    title: 'Would a looser guard be noticed: the mutants that survived',
    folder: 'mutation',
    page: 'index.html#/guards',
  },
  { title: 'Mechanisms of approval, case by case', folder: 'conformance', page: 'index.html' },
]

/** The pages on safeguards that lie beside a run. @param folder The run's, where its own page is read. */
export function pagesBeside(folder: string): BesidePage[] {
  const own = resolve(folder)
  // A run of a command has its folder below the reports as well, some of them one deeper.
  const parents = [resolve(own, '..'), resolve(own, '../..')]
  return PAGES.flatMap(({ title, folder: name, page }) => {
    const found = parents.map((parent) => join(parent, name)).find((place) => existsSync(join(place, 'index.html')))
    if (!found || found === own) return []
    return [{ title, href: `${relative(own, found)}/${page}`.replaceAll('\\', '/') }]
  })
}
