import type { TrialRow } from '../record/row.ts'
import type { GateRow, RunHead } from '../record/run.ts'
import { defineReporter, type StoredRun } from './define.ts'
import { behaviourOf } from './text/behaviour.ts'
import { causesOf } from './text/causes.ts'
import { layerTexts } from './text/layers.ts'
import { code, table } from './text/markdown.ts'
import { type CellTrial, matrixOf, worstOf } from './text/matrix.ts'
import { modelText, moneyOf, moneyText } from './text/money.ts'
import { agentLabel, SIGNS } from './text/outcome.ts'
import { figure, percent, plural, tookText } from './text/quantity.ts'
import { reliabilityOf, tallyOf } from './text/repeats.ts'
import { outcomeOf } from './text/run-outcome.ts'

/** Longer lists are cut, and say so: a summary of a CI system holds 1 MiB. */
const SHOWN_CAUSES = 50
const SHOWN_ROWS = 500

/** The run for a summary page, a pull request or a chat. */
export const markdown = defineReporter({
  name: 'markdown',
  summary: 'The run as Markdown: the gates, the matrix, how reliable each agent is, and what went wrong.',
  file: 'summary.md',
  render: (run) => {
    const parts = [
      headOf(run),
      gatesOf(run.head),
      matrix(run),
      reliability(run),
      models(run),
      trouble(run),
      layers(run),
    ]
    return `${parts.flat().join('\n').trimEnd()}\n`
  },
})

const RUN_SIGNS = { passed: '✓', failed: '✗', 'not judged': '–' }

function headOf(run: StoredRun): string[] {
  const { head } = run
  const { gate, summary, seed } = head
  const { planned, passed, failed, inconclusive, error, notRun } = summary
  return [
    `## mettle: ${RUN_SIGNS[outcomeOf(head)]} ${outcomeOf(head)}`,
    '',
    code(gate.reason),
    '',
    `${plural(planned, 'trial')}: ${passed} passed, ${failed} failed, ${inconclusive} inconclusive, ${error} errors, ` +
      `${notRun} not run. Seed ${code(seed)}, ${tookText(head)}.`,
    '',
    `Money: ${moneyText(moneyOf(run))}.`,
    '',
  ]
}

function models(run: StoredRun): string[] {
  const rows = moneyOf(run).byModel.map((used) => [code(used.model), modelText(used)])
  return table(['model', 'what it took'], rows)
}

const GATE_SIGNS: Record<GateRow['status'], string> = { passed: '✓', failed: '✗', 'not-evaluated': '–' }

function gatesOf({ gate }: RunHead): string[] {
  const rows = gate.rows.map(({ gate: text, status, value, selected, reason }) => {
    return [`${GATE_SIGNS[status]} ${status}`, code(text), figure(value), String(selected), code(reason)]
  })
  return table(['', 'gate', 'figure', 'trials', 'why'], rows)
}

function matrix(run: StoredRun): string[] {
  const { agents, rows } = matrixOf(run)
  const shown = rows.slice(0, SHOWN_ROWS).map(({ scenario, variant, cells }) => {
    return [code(`${scenario} · ${variant}`), ...cells.map(cellText)]
  })
  const more = rows.length > SHOWN_ROWS ? [`… and ${rows.length - SHOWN_ROWS} more rows.`, ''] : []
  return [...table(['scenario · variant', ...agents.map(code)], shown), ...more]
}

function cellText(cell: readonly CellTrial[]): string {
  const worst = worstOf(cell)
  if (!worst) return ''
  if (cell.length === 1) return `${SIGNS[worst]} ${worst}`
  const { passed, judged, flaky } = tallyOf(cell)
  const lacking = cell.length - judged
  const lack = lacking > 0 ? `, ${lacking} not judged` : ''
  return `${passed > 0 ? SIGNS.passed : SIGNS[worst]} ${passed}/${judged}${flaky ? ' flaky' : ''}${lack}`
}

function reliability(run: StoredRun): string[] {
  const rows = reliabilityOf(run.rows).map((line) => [
    code(line.agent),
    `${percent(line.passed / line.judged)} (${percent(line.interval.low)} to ${percent(line.interval.high)})`,
    `${percent(line.passAt)} (k = ${line.k})`,
    `${percent(line.passHat)} (k = ${line.k})`,
    `${line.flaky} of ${line.tasks}`,
  ])
  return table(['agent', 'pass rate, 95 % interval', 'pass@k', 'pass^k', 'flaky tasks'], rows)
}

function trouble(run: StoredRun): string[] {
  const { causes, more } = causesOf(run)
  const rows = causes.slice(0, SHOWN_CAUSES).map(({ verdict, reason, trials }) => {
    const trial = run.record((trials[0] as TrialRow).id)
    const others = trials.length > 1 ? ` and ${trials.length - 1} more` : ''
    return [`${SIGNS[verdict]} ${verdict}`, code(titleOf(trial)) + others, code(reason), code(trial.replay)]
  })
  const left = causes.slice(SHOWN_CAUSES).reduce((sum, { trials }) => sum + trials.length, more)
  const told = left > 0 ? [`… and ${left} more trials that did not pass.`] : []
  return [...table(['', 'trial', 'why', 'run it again'], rows), ...told]
}

function titleOf(trial: TrialRow): string {
  return [trial.scenario, trial.variant, agentLabel(trial), `r${trial.repeat}`].join(' · ')
}

function layers(run: StoredRun): string[] {
  const rows = behaviourOf(run).map((agent) => {
    return [code(agent.agent), ...layerTexts(agent.layers).map(([, text]) => code(text))]
  })
  return table(['agent', 'cost controls', 'action verification', 'isolation', 'observability'], rows)
}
