import { visible } from '../../kernel/visible.ts'
import { BASE, type Found, type Series } from '../../record/history.ts'
import type { Paint } from '../list/paint.ts'
import { percent, figure as shown } from './quantity.ts'

/** A column for each of eight heights. */
const BARS = '▁▂▃▄▅▆▇█'
/** Runs that are drawn: the last ones. */
const DRAWN = 60

/** Each agent's pass rate as a line of columns, and what changed. */
export function historyText(
  series: readonly Series[],
  changes: (one: Series) => readonly Found[],
  paint: Paint,
): string {
  if (series.length === 0) return 'The history is empty. Add a run: mettle history add\n'
  return series.map((one) => seriesText(one, changes(one), paint)).join('\n')
}

function seriesText({ agent, model, lines }: Series, found: readonly Found[], paint: Paint): string {
  const name = paint('bold', `${visible(agent)}${model === null ? '' : ` (${visible(model)})`}`)
  const bars = lines.slice(-DRAWN).map(({ passed, trials }) => BARS[Math.min(7, Math.floor((passed / trials) * 8))])
  const last = lines.at(-1)
  const rate = last ? `last ${last.passed} of ${last.trials}` : ''
  const few =
    lines.length <= BASE
      ? `  ${paint('dim', `changes are told from ${BASE + 1} runs on: there are ${lines.length}`)}\n`
      : ''
  const told =
    found.length === 0 && few === ''
      ? `  ${paint('dim', 'no figure changed')}\n`
      : found.map((one) => foundText(one, paint)).join('')
  return `${name}  ${lines.length} runs, ${rate}\n  ${bars.join('')}\n${few}${told}`
}

/** A figure as it is read: a share in percent. */
export function shownAs(unit: Found['unit'], value: number): string {
  return unit === 'share' ? percent(value) : shown(Number(value.toPrecision(4)))
}

function foundText({ figure, worse, unit, before, since, from, at, with: reasons }: Found, paint: Paint): string {
  const sign = worse === undefined ? paint('yellow', '~') : worse ? paint('red', '✗') : paint('green', '✓')
  const when = `since ${from.startedAt.slice(0, 16)} (${visible(from.run)}), certain with ${visible(at.run)}`
  const why =
    reasons.length === 0
      ? ['nothing that is known changed with it']
      : reasons.map((one) => `with it, or near: ${visible(one)}`)
  return `  ${sign} ${visible(figure)} ${shownAs(unit, before)} → ${shownAs(unit, since)}, ${when}\n${why.map((one) => `      ${one}\n`).join('')}`
}
