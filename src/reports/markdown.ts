import type { GateRow, RunRecord } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { defineReporter } from './define.ts'
import { behaviourOf } from './text/behaviour.ts'
import { layerTexts } from './text/layers.ts'
import { code, table } from './text/markdown.ts'
import { type CellTrial, matrixOf, worstOf } from './text/matrix.ts'
import { agentLabel, SIGNS, worstFirst } from './text/outcome.ts'
import { dollars, duration, figure, percent, plural } from './text/quantity.ts'
import { reliabilityOf, tallyOf } from './text/repeats.ts'

/** Longer lists are cut, and say so: a summary of a CI system holds 1 MiB. */
const SHOWN_TRIALS = 50
const SHOWN_ROWS = 500

/** The run for a summary page, a pull request or a chat. */
export const markdown = defineReporter({
  name: 'markdown',
  summary: 'The run as Markdown: the gates, the matrix, how reliable each agent is, and what went wrong.',
  file: 'summary.md',
  render: ({ record }) => {
    const parts = [
      headOf(record),
      gatesOf(record),
      matrix(record),
      reliability(record),
      trouble(record),
      layers(record),
    ]
    return `${parts.flat().join('\n').trimEnd()}\n`
  },
})

function headOf({ gate, summary, seed, startedAt, finishedAt, trials }: RunRecord): string[] {
  const { planned, passed, failed, inconclusive, error, notRun } = summary
  const spent = trials.reduce((sum, { usage }) => sum + usage.usd, 0)
  const took = Date.parse(finishedAt) - Date.parse(startedAt)
  return [
    `## mettle: ${gate.passed ? '✓ passed' : '✗ failed'}`,
    '',
    code(gate.reason),
    '',
    `${plural(planned, 'trial')}: ${passed} passed, ${failed} failed, ${inconclusive} inconclusive, ${error} errors, ` +
      `${notRun} not run. Seed ${code(seed)}, ${duration(took)}, ${dollars(spent)}.`,
    '',
  ]
}

const GATE_SIGNS: Record<GateRow['status'], string> = { passed: '✓', failed: '✗', 'not-evaluated': '–' }

function gatesOf({ gate }: RunRecord): string[] {
  const rows = gate.rows.map(({ gate: text, status, value, selected, reason }) => {
    return [`${GATE_SIGNS[status]} ${status}`, code(text), figure(value), String(selected), code(reason)]
  })
  return table(['', 'gate', 'figure', 'trials', 'why'], rows)
}

function matrix(record: RunRecord): string[] {
  const { agents, rows } = matrixOf(record)
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

function reliability(record: RunRecord): string[] {
  const rows = reliabilityOf(record).map((line) => [
    code(line.agent),
    `${percent(line.passed / line.judged)} (${percent(line.interval.low)} to ${percent(line.interval.high)})`,
    `${percent(line.passAt)} (k = ${line.k})`,
    `${percent(line.passHat)} (k = ${line.k})`,
    `${line.flaky} of ${line.tasks}`,
  ])
  return table(['agent', 'pass rate, 95 % interval', 'pass@k', 'pass^k', 'flaky tasks'], rows)
}

function trouble({ trials }: RunRecord): string[] {
  const others = worstFirst(trials).filter(({ verdict }) => verdict !== 'passed')
  const rows = others.slice(0, SHOWN_TRIALS).map((trial) => {
    return [`${SIGNS[trial.verdict]} ${trial.verdict}`, code(titleOf(trial)), code(trial.reason), code(trial.replay)]
  })
  const more =
    others.length > SHOWN_TRIALS ? [`… and ${others.length - SHOWN_TRIALS} more trials that did not pass.`] : []
  return [...table(['', 'trial', 'why', 'run it again'], rows), ...more]
}

function titleOf(trial: TrialRecord): string {
  return [trial.scenario, trial.variant, agentLabel(trial), `r${trial.repeat}`].join(' · ')
}

function layers(record: RunRecord): string[] {
  const rows = behaviourOf(record).map((agent) => {
    return [code(agent.agent), ...layerTexts(agent.layers).map(([, text]) => code(text))]
  })
  return table(['agent', 'cost controls', 'action verification', 'isolation', 'observability'], rows)
}
