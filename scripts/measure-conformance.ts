// `npm run docs:conformance` puts the cases to every target three times, and writes what was found where the page is made of. With folders
// behind `--` only the targets whose packages lie there; the others stay as they were found.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Measured } from './conformance-page.ts'
import { conformancePage, MEASURED } from './conformance-page.ts'
import { measureTargets } from './measured-targets.ts'

const root = resolve(import.meta.dirname, '..')
const date = new Date().toISOString().slice(0, 10)
const folders = process.argv.slice(2)
const found = await measureTargets(root, 3, folders)
const measured: Measured = { date, node: process.version, repeats: 3, targets: merged(found) }
writeFileSync(join(root, MEASURED), textOf(measured))
for (const [path, text] of conformancePage(root)) writeFileSync(join(root, path), text)

/** In the order in which they were listed, with those that were not tried now as they were. */
function merged(fresh: Measured['targets']): Measured['targets'] {
  if (folders.length === 0) return fresh
  const { targets: kept } = JSON.parse(readFileSync(join(root, MEASURED), 'utf8')) as Measured
  const byName = new Map([...kept, ...fresh].map((target) => [target.name, target]))
  return [...byName.values()]
}

/** A line for each cell, so that a change of one is a change of a line. */
function textOf({ targets: list, ...head }: Measured): string {
  const parts = list.map(({ cells, ...target }) => {
    const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`)
    return `  ${JSON.stringify(target).slice(0, -1)},"cells":[\n${lines.join(',\n')}\n  ]}`
  })
  return `${JSON.stringify(head).slice(0, -1)},"targets":[\n${parts.join(',\n')}\n]}\n`
}
