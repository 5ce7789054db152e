import { visible } from '../../kernel/visible.ts'
import type { TrialRecord } from '../../record/trial.ts'
import type { StoredRun } from '../define.ts'
import { findingsOf } from '../text/findings.ts'
import { agentLabel, SIGNS, worstFirst } from '../text/outcome.ts'
import { plural, shorten } from '../text/quantity.ts'
import { readTrace } from '../text/trace.ts'
import { type Paint, TONES } from './paint.ts'

const SHOWN_TRIALS = 20
const SHOWN_FINDINGS = 3
const LONGEST_FINDING = 80
const LONGEST_REASON = 400

/** Every trial that did not pass: what went wrong, the evidence, the command that runs it again. */
export function troubleLines(run: StoredRun, paint: Paint): string[] {
  const trials = worstFirst(run.rows).filter(({ verdict }) => verdict !== 'passed')
  const lines = trials.slice(0, SHOWN_TRIALS).flatMap(({ id }) => ['', ...describe(run.record(id), run, paint)])
  const more = trials.length - SHOWN_TRIALS
  return more > 0 ? [...lines, '', `… and ${plural(more, 'more trial')} not passed.`] : lines
}

function describe(trial: TrialRecord, run: StoredRun, paint: Paint): string[] {
  const { verdict, scenario, variant, repeat, reason, replay } = trial
  const title = visible([scenario, variant, agentLabel(trial), `r${repeat}`].join(' · '))
  const line = (name: string, text: string) => `  ${paint('dim', name.padEnd(8))} ${text}`
  return [
    `${paint(TONES[verdict], `${SIGNS[verdict]} ${verdict}`)}  ${paint('bold', title)}`,
    line('what', shorten(visible(reason), LONGEST_REASON)),
    line('evidence', evidenceText(trial, run)),
    // Never shortened: it is there to be copied.
    line('replay', visible(replay)),
  ]
}

function evidenceText(trial: TrialRecord, run: StoredRun): string {
  const evidence = readTrace(run, trial.id)
  if (typeof evidence === 'string') return shorten(visible(evidence), LONGEST_REASON)
  const findings = findingsOf(trial, evidence)
  if (findings.length === 0) return 'none in the trace'
  const shown = findings
    .slice(0, SHOWN_FINDINGS)
    .map(({ ref, text }) => shorten(visible(ref ? `${ref} ${text}` : text), LONGEST_FINDING))
  const more = findings.length - shown.length
  return shown.join('; ') + (more > 0 ? `; ${more} more` : '')
}
