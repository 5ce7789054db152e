// `npm run docs:conformance` puts the cases to every target three times, and writes what was found where the page is made of.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Measured } from './conformance-page.ts'
import { MEASURED } from './conformance-page.ts'
import { measureTargets } from './measured-targets.ts'

const root = resolve(import.meta.dirname, '..')
const date = new Date().toISOString().slice(0, 10)
const targets = await measureTargets(root, 3)
const measured: Measured = { date, node: process.version, repeats: 3, targets }
writeFileSync(join(root, MEASURED), textOf(measured))

/** A line for each cell, so that a change of one is a change of a line. */
function textOf({ targets: list, ...head }: Measured): string {
  const parts = list.map(({ cells, ...target }) => {
    const lines = cells.map((cell) => `    ${JSON.stringify(cell)}`)
    return `  ${JSON.stringify(target).slice(0, -1)},"cells":[\n${lines.join(',\n')}\n  ]}`
  })
  return `${JSON.stringify(head).slice(0, -1)},"targets":[\n${parts.join(',\n')}\n]}\n`
}
