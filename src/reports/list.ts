import { visible } from '../kernel/visible.ts'
import { defineReporter, type Screen, type StoredRun } from './define.ts'
import { gateLines } from './list/gates.ts'
import { gridLines } from './list/grid.ts'
import { type Paint, painter } from './list/paint.ts'
import { repeatLines } from './list/repeats.ts'
import { troubleLines } from './list/trouble.ts'
import { type Money, modelText, moneyOf, moneyText } from './text/money.ts'
import { plural, tookText } from './text/quantity.ts'

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

function totalLines(run: StoredRun, paint: Paint): string[] {
  const { head } = run
  const { summary, interrupted, seed } = head
  const { planned, passed, failed, inconclusive, error, notRun } = summary
  const counts = [
    paint('green', `✓ ${passed} passed`),
    paint(failed > 0 ? 'red' : 'dim', `✗ ${failed} failed`),
    paint(inconclusive > 0 ? 'yellow' : 'dim', `? ${inconclusive} inconclusive`),
    paint(error > 0 ? 'magenta' : 'dim', `! ${error} error`),
    paint(notRun > 0 ? 'bold' : 'dim', `– ${notRun} not run`),
  ]
  return [
    `${plural(planned, 'trial')}:  ${counts.join('  ')}`,
    paint('dim', `seed ${visible(seed)}, ${tookText(head)}${interrupted ? ', interrupted' : ''}`),
    ...moneyLines(moneyOf(run), paint),
  ]
}

/** Models that are told one by one. */
const MODELS = 10

function moneyLines(money: Money, paint: Paint): string[] {
  const { byModel } = money
  const models = byModel.slice(0, MODELS).map((used) => `  model ${visible(used.model)}: ${modelText(used)}`)
  const more = byModel.length - MODELS
  const lines = [`money: ${moneyText(money)}`, ...models, ...(more > 0 ? [`  and ${plural(more, 'more model')}`] : [])]
  return lines.map((line) => paint('dim', line))
}
