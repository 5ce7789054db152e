import { shellWords } from '../../kernel/shell-words.ts'
import { visible } from '../../kernel/visible.ts'
import { type Paint, painter, type Tone } from '../../reports/list/paint.ts'
import { plural } from '../../reports/text/quantity.ts'
import type { ProbeCell } from './probe-cells.ts'

const SIGNS: Record<ProbeCell['outcome'], { sign: string; tone: Tone }> = {
  'fails-closed': { sign: '✓', tone: 'green' },
  'fails-open': { sign: '✗', tone: 'red' },
  hangs: { sign: '…', tone: 'yellow' },
  'not-exercised': { sign: '–', tone: 'gray' },
  error: { sign: '!', tone: 'magenta' },
}

/** What was found, for a terminal: a row for each guard and a column for each fault, then what went wrong, with its trials. */
export function probeText(cells: readonly ProbeCell[], folder: string, color: boolean): string {
  const paint = painter(color)
  const faults = [...new Set(cells.map(nameOf))]
  const parts = [matrix(cells, faults, paint), legend(faults, paint), ...findings(cells, folder, paint)]
  return `${[...parts, where(cells, folder), summary(cells)].join('\n')}\n`
}

function nameOf({ fault, as }: ProbeCell): string {
  return as === undefined ? fault : `${fault} (${as})`
}

function matrix(cells: readonly ProbeCell[], faults: readonly string[], paint: Paint): string {
  const rows = [
    ...Map.groupBy(cells, ({ scenario, guard, agent }) => JSON.stringify([scenario, guard, agent])).values(),
  ]
  const titles = rows.map(([first]) => [first?.scenario ?? '', first?.guard ?? ''].map(visible))
  const widths = [0, 1].map((at) => Math.max(...titles.map((title) => title[at]?.length ?? 0)))
  const head = `${' '.repeat(widths.reduce((sum, width) => sum + width + 2, 0))}${faults.map((_, at) => String(at + 1).padStart(3)).join('')}`
  const lines = rows.map((row, index) => {
    const title = titles[index]?.map((text, at) => text.padEnd(widths[at] ?? 0)).join('  ')
    const marks = faults.map((fault) => {
      const cell = row.find((one) => nameOf(one) === fault)
      return cell ? `  ${paint(SIGNS[cell.outcome].tone, SIGNS[cell.outcome].sign)}` : '   '
    })
    return `${title}  ${marks.join('')}`.trimEnd()
  })
  return `${[head, ...lines].join('\n')}\n`
}

function legend(faults: readonly string[], paint: Paint): string {
  const named = faults.map((name, at) => `  ${String(at + 1).padStart(2)} ${name}`)
  const signs = Object.entries(SIGNS).map(([outcome, { sign, tone }]) => `${paint(tone, sign)} ${outcome}`)
  return `${named.join('\n')}\n\n${signs.join('   ')}\n`
}

/** What is red or open to question, the worst first; what was not exercised is told once for each reason. */
function findings(cells: readonly ProbeCell[], folder: string, paint: Paint): string[] {
  const of = (outcome: ProbeCell['outcome']) => cells.filter((cell) => cell.outcome === outcome)
  const bad = (['fails-open', 'error', 'hangs'] as const).flatMap((outcome) =>
    of(outcome).map((cell) => found(cell, folder, paint)),
  )
  const untried = untriedText(of('not-exercised'))
  return [...bad, ...(untried === '' ? [] : [`${paint('gray', 'not exercised')}\n${untried}`])]
}

/** Guards that the same faults did not reach are told together: faults of approval say nothing of most guards. */
function untriedText(cells: readonly ProbeCell[]): string {
  const seats = Map.groupBy(cells, ({ scenario, guard, reason }) => JSON.stringify([scenario, guard, reason]))
  const alike = Map.groupBy(seats.values(), (own) => JSON.stringify([own[0]?.reason, own.map(nameOf)]))
  const texts = [...alike.values()].map((group) => {
    const [own = []] = group
    const guards = Map.groupBy(group, ([first]) => first?.guard ?? '')
    const where = [...guards].map(([guard, of]) => `${visible(guard)} (${of.length})`)
    return `  ${where.join(', ')}\n    ${own.map(nameOf).join(', ')}\n    ${visible(own[0]?.reason ?? '')}\n`
  })
  return texts.join('')
}

function found(cell: ProbeCell, folder: string, paint: Paint): string {
  const { tone, sign } = SIGNS[cell.outcome]
  const title = `${sign} ${visible(cell.scenario)}: guard ${visible(cell.guard)} ${cell.outcome} under ${nameOf(cell)}`
  return [
    paint(tone, title),
    `  ${visible(cell.reason)}`,
    `  trace   npx mettle trace ${visible(shellWords([cell.trial, '--run', folder]))}`,
    `  replay  npx mettle replay ${visible(shellWords([cell.trial, '--run', folder]))}\n`,
  ].join('\n')
}

/** How the trial of any cell is named. */
function where([first]: readonly ProbeCell[], folder: string): string {
  if (!first) return ''
  const { trial } = first
  return `Each cell is a trial, such as ${visible(trial)}:\n  npx mettle trace ${visible(shellWords([trial, '--run', folder]))}\n`
}

function seatOf({ scenario, guard }: Pick<ProbeCell, 'scenario' | 'guard'>): string {
  return JSON.stringify([scenario, guard])
}

function summary(cells: readonly ProbeCell[]): string {
  const guards = new Set(cells.map(seatOf)).size
  const counts = Object.keys(SIGNS).map((outcome) => {
    return `${cells.filter((cell) => cell.outcome === outcome).length} ${outcome}`
  })
  const idle = new Set(cells.flatMap(({ controls, ...cell }) => (controls.failed ? [seatOf(cell)] : []))).size
  const nothing = idle > 0 ? `\nOf ${plural(idle, 'guard')} nobody knows: see "not exercised".` : ''
  return `${plural(guards, 'guard')}, ${cells.length} cells: ${counts.join(', ')}.${nothing}`
}
