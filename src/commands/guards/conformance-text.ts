import type { Cell, TargetResult } from '../../conformance/cell.ts'
import { textOf } from '../../conformance/effect.ts'
import { OPEN, type Outcome } from '../../conformance/outcome.ts'
import { redCells } from '../../conformance/red.ts'
import { type Paint, painter, type Tone } from '../../reports/list/paint.ts'

/** What was found of targets, for a terminal: a table of the cases, and each that failed with what ran. */
export function conformanceText(targets: readonly TargetResult[], color: boolean): string {
  const paint = painter(color)
  return [
    tableOf(targets, paint),
    ...targets.map((target) => sectionOf(target, paint)),
    `${summaryOf(targets)}\n`,
  ].join('\n')
}

function toneOf(outcome: Outcome): Tone {
  if (OPEN.includes(outcome) || outcome === 'error') return 'red'
  if (['lost', 'hangs', 'not-exercised'].includes(outcome)) return 'yellow'
  return outcome === 'not-applicable' ? 'gray' : 'green'
}

function tableOf(targets: readonly TargetResult[], paint: Paint): string {
  const names = [...new Set(targets.flatMap(({ cells }) => cells.map((cell) => cell.case)))]
  const first = Math.max('case'.length, ...names.map((name) => name.length))
  const widths = targets.map(({ name, cells }) => Math.max(name.length, ...cells.map((cell) => shown(cell).length)))
  const head = ['case'.padEnd(first), ...targets.map(({ name }, at) => name.padEnd(widths[at] ?? 0))]
  const rows = names.map((name) => {
    const found = targets.map(({ cells }, at) => {
      const cell = cells.find((one) => one.case === name)
      return cell ? paint(toneOf(cell.outcome), shown(cell).padEnd(widths[at] ?? 0)) : ' '.repeat(widths[at] ?? 0)
    })
    return [name.padEnd(first), ...found].join('  ').trimEnd()
  })
  return `${[head.join('  ').trimEnd(), ...rows].join('\n')}\n`
}

/** A "~" stands behind what differs from repeat to repeat. */
function shown({ outcome, steady }: Cell): string {
  return `${outcome}${steady ? '' : '~'}`
}

function sectionOf(target: TargetResult, paint: Paint): string {
  const versions = Object.entries(target.versions).map(([name, version]) => `${name} ${version}`)
  const title = `${target.name}: ${[target.mechanism, ...versions].join(', ')}`
  const alike = [...Map.groupBy(redCells(target), (cell) => `${cell.outcome}\n${ranIn(cell)}`).values()]
  const parts = alike.flatMap((cells) => findingOf(cells, paint))
  return `${title}\n${parts.length > 0 ? parts.join('') : '  nothing ran without leave\n'}`
}

/** Cases in which the same ran: what it was, once, and their names. */
function findingOf(cells: readonly Cell[], paint: Paint): string[] {
  const [first] = cells
  if (!first) return []
  const named = cells.map((cell) => `    ${cell.case}${cell.note ? `  (${cell.note})` : ''}\n`)
  return [`  ${paint('red', first.outcome)}  ${ranIn(first)}\n`, ...named]
}

function ranIn({ effects, expected }: Cell): string {
  return `ran ${counted(effects.map(textOf))}, approved was ${counted(expected.map(textOf))}`
}

/** 'pay {"amount":10,"to":"alice"} twice' */
function counted(texts: readonly string[]): string {
  const groups = [...Map.groupBy(texts, (text) => text)]
  return groups.map(([text, { length }]) => (length > 1 ? `${text} (${length} times)` : text)).join(', ') || 'nothing'
}

function summaryOf(targets: readonly TargetResult[]): string {
  const cells = targets.flatMap((target) => target.cells)
  const open = cells.filter(({ outcome }) => OPEN.includes(outcome)).length
  return `${targets.length} ${targets.length === 1 ? 'target' : 'targets'}, ${cells.length} cells: ${open} ran what nobody had approved.`
}
