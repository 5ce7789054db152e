import type { KeptRun } from '../../../record/kept-run.ts'
import type { GuardRow } from '../../../record/row.ts'
import type { RunHead } from '../../../record/run.ts'
import { moneyOf, paidText } from '../../text/money.ts'
import { OUTCOMES, type PlannedOutcome } from '../../text/outcome.ts'
import { dollars, duration } from '../../text/quantity.ts'

/** The verdicts as a bar, in per cent of its width. */
export function sharesOf({ summary }: RunHead) {
  const counts = { ...summary, 'not run': summary.notRun }
  let x = 0
  return OUTCOMES.toReversed().flatMap((outcome) => {
    const width = (100 * counts[outcome]) / Math.max(1, summary.planned)
    const share = { outcome, tone: toneOf(outcome), x, width }
    x += width
    return width > 0 ? [share] : []
  })
}

/** The figures at the top of the page, in groups. */
export function tilesOf({ head, rows }: KeptRun) {
  return [
    { title: 'Trials', figures: verdictFigures(head) },
    { title: 'Guards', figures: guardFigures(rows.flatMap(({ guards }) => guards)) },
    { title: 'Faults', figures: faultFigures(rows) },
    moneyTile({ head, rows }),
  ]
}

function verdictFigures({ summary }: RunHead) {
  return OUTCOMES.toReversed().map((outcome) =>
    figure(outcome, toneOf(outcome), String(outcome === 'not run' ? summary.notRun : summary[outcome])),
  )
}

function guardFigures(guards: readonly GuardRow[]) {
  const having = (outcome: GuardRow['outcome']) => String(guards.filter((guard) => guard.outcome === outcome).length)
  return [
    figure('held', 'passed', having('held')),
    figure('bypassed', 'failed', having('bypassed')),
    figure('false alarm', 'inconclusive', having('false-alarm')),
    ...(having('unclear') === '0' ? [] : [figure('unclear', 'inconclusive', having('unclear'))]),
    figure('not exercised', 'not-run', having('not-exercised')),
  ]
}

function faultFigures(rows: KeptRun['rows']) {
  const faults = rows.flatMap((trial) => trial.faults)
  return [
    figure('planned', 'plain', String(sum(faults.map(({ planned }) => planned)))),
    figure('delivered', 'plain', String(sum(faults.map(({ delivered }) => delivered)))),
  ]
}

function moneyTile(run: Pick<KeptRun, 'head' | 'rows'>) {
  const money = moneyOf(run)
  const paid = paidText(money)
  const figures = [
    figure('moved by actions', 'plain', dollars(money.moved)),
    figure('cost of models', 'plain', dollars(money.models)),
    ...(paid === 'nothing' ? [] : [figure('really paid', 'plain', paid)]),
    figure('of trial time', 'plain', duration(sum(run.rows.map(({ usage }) => usage.virtualMs)))),
  ]
  return { title: paid === 'nothing' ? 'Money that nobody paid, and time' : 'Money and time', figures }
}

function figure(name: string, tone: string, text: string) {
  return { name, tone, figure: text, zero: text === '0' }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

/** The outcome as a class name. */
export function toneOf(outcome: PlannedOutcome): string {
  return outcome === 'not run' ? 'not-run' : outcome
}
