import { visible } from '../kernel/visible.ts'
import type { TrialRow } from '../record/row.ts'
import type { Place } from '../record/run.ts'
import { defineReporter, type StoredRun } from './define.ts'
import { agentLabel, worstFirst } from './text/outcome.ts'
import { placed } from './text/place.ts'
import { plural, shorten } from './text/quantity.ts'
import { outcomeOf } from './text/run-outcome.ts'

/** GitHub shows ten annotations of a kind for a step. */
const SHOWN = 9

/** Annotations where the scenarios stand. The summary page of the step is the Markdown report. */
export const github = defineReporter({
  name: 'github',
  summary: 'For GitHub Actions: an annotation at the scenario of each task that did not pass. Chosen by itself there.',
  render: (run) =>
    annotationsOf(run)
      .map((line) => `${line}\n`)
      .join(''),
})

/** With a gate that holds, failing trials are worth a warning; with one that does not, they are errors. */
function annotationsOf(run: StoredRun): string[] {
  const { gate } = run.head
  const failed = outcomeOf(run.head) === 'failed'
  const level = failed ? 'error' : 'warning'
  const head = !failed ? [] : [command('error', { title: 'mettle' }, gate.reason)]
  const others = worstFirst(run.rows).filter(({ verdict }) => verdict !== 'passed')
  const tasks = [
    ...Map.groupBy(others, (trial) => JSON.stringify([trial.scenario, trial.variant, agentLabel(trial)])).values(),
  ]
  const shown = tasks.slice(0, SHOWN).map((trials) => taskLine(level, trials as [TrialRow], run))
  const more = tasks.length - shown.length
  return [
    ...head,
    ...shown,
    ...(more > 0 ? [command('notice', { title: 'mettle' }, `${plural(more, 'more task')} did not pass.`)] : []),
  ]
}

function taskLine(level: string, trials: [TrialRow, ...TrialRow[]], run: StoredRun): string {
  const [worst] = trials
  const { scenario, variant, verdict } = worst
  const { reason, replay } = run.record(worst.id)
  const place = run.head.scenarios.find(({ id }) => id === scenario)
  const many = trials.length > 1 ? ` (${plural(trials.length, 'trial')})` : ''
  const title = `${scenario} · ${variant} · ${agentLabel(worst)}: ${verdict}${many}`
  return command(level, { ...annotated(place, variant), title }, `${reason}\nRun it again: ${replay}`)
}

function annotated(place: Place | undefined, variant: string): Record<string, string> {
  const found = placed(place, variant)
  return found ? { file: found.file, line: String(found.line) } : {}
}

/**
 * A workflow command on one line. What would end a value or the line is written as GitHub reads it back; lines of the
 * message are kept, all else that nobody sees is spelled out.
 */
function command(name: string, properties: Record<string, string>, message: string): string {
  const values = Object.entries(properties).map(([key, value]) => `${key}=${escapeValue(visible(value))}`)
  return `::${name} ${values.join(',')}::${message.split('\n').map(lineText).join('%0A')}`
}

function lineText(line: string): string {
  return escapeText(shorten(visible(line), 600))
}

function escapeText(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escapeValue(text: string): string {
  return escapeText(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
