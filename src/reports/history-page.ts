import { BASE, type Found, type HistoryLine, type Series } from '../record/history.ts'
import { wilson } from '../stats/wilson.ts'
import { html, type Markup, pageOf } from './markup.ts'
import { shownAs } from './text/history.ts'

/** Of a chart, in pixels. */
const [WIDTH, HEIGHT, EDGE] = [960, 180, 36] as const

/** A page with a chart for each agent: its pass rate over time with intervals, what changed, and what changed with it. */
export function historyPage(series: readonly Series[], changes: (one: Series) => readonly Found[]): string {
  const parts = series.map((one) => part(one, changes(one)))
  const last = series.flatMap(({ agent, model, lines }) =>
    lines.length > 0 ? [{ agent, model, line: lines.at(-1) as HistoryLine }] : [],
  )
  const body = html`<h1>History</h1><p class="dim">Points are runs, whiskers 95 % intervals (Wilson), bands what was usual in the first ${BASE} runs. A red line is where a figure left it for the worse.</p>
<h2>Where each agent stands</h2>${forest(last)}${parts}`
  return pageOf('History', body)
}

function part({ agent, model, lines }: Series, found: readonly Found[]): Markup {
  const rows = found.map(
    ({
      figure,
      worse,
      unit,
      before,
      since,
      from,
      with: reasons,
    }) => html`<tr><td class="${worse === undefined ? '' : worse ? 'bad' : 'good'}">${figure}</td>
<td class="n">${shownAs(unit, before)} → ${shownAs(unit, since)}</td><td>${from.startedAt.slice(0, 16)}<br><code>${from.run}</code></td>
<td>${reasons.length === 0 ? 'nothing that is known' : reasons.map((one) => html`${one}<br>`)}</td></tr>`,
  )
  const table =
    rows.length === 0
      ? html`<p class="dim">${lines.length <= BASE ? `Changes are told from ${BASE + 1} runs on: there are ${lines.length}.` : 'No figure changed.'}</p>`
      : html`<div class="wide"><table><tr><th>figure</th><th class="n">before → since</th><th>from</th><th>changed with it, or near</th></tr>${rows}</table></div>`
  return html`<h2>${agent}${model === null ? '' : ` (${model})`}</h2>${chart(lines, found)}${table}`
}

function chart(lines: readonly HistoryLine[], found: readonly Found[]): Markup {
  const x = (at: number) => round(EDGE + ((WIDTH - 2 * EDGE) * at) / Math.max(1, lines.length - 1))
  const points = lines.map(({ passed, trials, run }, at) => {
    const { low, high } = wilson(passed, trials)
    const share = passed / trials
    return html`<line class="whisker" x1="${x(at)}" x2="${x(at)}" y1="${y(low)}" y2="${y(high)}"/><circle cx="${x(at)}" cy="${y(share)}" r="3"><title>${run}: ${passed} of ${trials}</title></circle>`
  })
  const path = lines.map(({ passed, trials }, at) => `${x(at)},${y(passed / trials)}`).join(' ')
  const base = lines.slice(0, BASE)
  const usual = wilson(total(base, 'passed'), Math.max(1, total(base, 'trials')))
  const marks = [...new Set(found.filter(({ worse }) => worse).map(({ from }) => lines.indexOf(from)))].map(
    (at) => html`<line class="mark" x1="${x(at)}" x2="${x(at)}" y1="${y(1)}" y2="${y(0)}"/>`,
  )
  return html`<div class="wide"><svg viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" role="img" aria-label="pass rate over ${lines.length} runs">
<rect class="band" x="${EDGE}" width="${WIDTH - 2 * EDGE}" y="${y(usual.high)}" height="${round(y(usual.low) - y(usual.high))}"/>
${[0, 0.5, 1].map((share) => html`<line class="grid" x1="${EDGE}" x2="${WIDTH - EDGE}" y1="${y(share)}" y2="${y(share)}"/><text x="${EDGE - 6}" y="${y(share) + 4}" text-anchor="end">${share * 100}</text>`)}
${marks}<polyline points="${path}"/>${points}
<text x="${EDGE}" y="${HEIGHT - 4}">${lines[0]?.startedAt.slice(0, 10) ?? ''}</text><text x="${WIDTH - EDGE}" y="${HEIGHT - 4}" text-anchor="end">${lines.at(-1)?.startedAt.slice(0, 10) ?? ''}</text></svg></div>`
}

/** A forest plot: a row for each agent, its last pass rate and how sure that is. */
function forest(last: readonly { agent: string; model: string | null; line: HistoryLine }[]): Markup {
  const x = (share: number) => round(300 + share * (WIDTH - 300 - EDGE))
  const height = last.length * 28 + 24
  const rows = last.map(({ agent, model, line: { passed, trials } }, at) => {
    const [row, { low, high }] = [at * 28 + 16, wilson(passed, trials)]
    return html`<text x="0" y="${row + 4}">${short(agent)}${model === null ? '' : ` (${short(model)})`}</text><line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${row}" y2="${row}"/><circle cx="${x(passed / trials)}" cy="${row}" r="4"><title>${passed} of ${trials}</title></circle>`
  })
  return html`<div class="wide"><svg viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" role="img" aria-label="last pass rate of each agent">
${[0, 0.5, 1].map((share) => html`<line class="grid" x1="${x(share)}" x2="${x(share)}" y1="0" y2="${height - 20}"/><text x="${x(share)}" y="${height - 4}" text-anchor="middle">${share * 100} %</text>`)}${rows}</svg></div>`
}

function y(share: number): number {
  return round(12 + (1 - share) * (HEIGHT - 40))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function total(lines: readonly HistoryLine[], figure: 'passed' | 'trials'): number {
  return lines.reduce((sum, line) => sum + line[figure], 0)
}

function short(text: string): string {
  return text.length > 32 ? `${text.slice(0, 31)}…` : text
}
