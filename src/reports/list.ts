import { visible } from '../kernel/visible.ts'
import { defineReporter, type Screen, type StoredRun } from './define.ts'
import { gateLines } from './list/gates.ts'
import { gridLines } from './list/grid.ts'
import { type Paint, painter } from './list/paint.ts'
import { repeatLines } from './list/repeats.ts'
import { troubleLines } from './list/trouble.ts'
import { plural, simulated, tookText } from './text/quantity.ts'

/** What the terminal shows at the end of a run. */
export const list = defineReporter({
  name: 'list',
  summary: 'A summary for the terminal: the matrix, the totals, the gates, and what went wrong.',
  render: (run, screen = { color: false, width: 100 }) => renderList(run, screen),
})

/** The summary as text; `width` is the terminal's, in columns. */
export function renderList(run: StoredRun, { color, width }: Screen): string {
  const paint = painter(color)
  const lines = [
    ...gridLines(run, paint, width),
    ...repeatLines(run, paint),
    ...troubleLines(run, paint),
    '',
    ...totalLines(run, paint),
    ...gateLines(run.head, paint),
  ]
  return `${lines.join('\n')}\n`
}

function totalLines({ head, rows }: StoredRun, paint: Paint): string[] {
  const { summary, interrupted, seed } = head
  const { planned, passed, failed, inconclusive, error, notRun } = summary
  const spent = rows.reduce((sum, { usage }) => sum + usage.usd, 0)
  const counts = [
    paint('green', `✓ ${passed} passed`),
    paint(failed > 0 ? 'red' : 'dim', `✗ ${failed} failed`),
    paint(inconclusive > 0 ? 'yellow' : 'dim', `? ${inconclusive} inconclusive`),
    paint(error > 0 ? 'magenta' : 'dim', `! ${error} error`),
    paint(notRun > 0 ? 'bold' : 'dim', `– ${notRun} not run`),
  ]
  return [
    `${plural(planned, 'trial')}:  ${counts.join('  ')}`,
    paint('dim', `seed ${visible(seed)}, ${tookText(head)}, ${simulated(spent)}${interrupted ? ', interrupted' : ''}`),
  ]
}
