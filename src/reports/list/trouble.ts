import { visible } from '../../kernel/visible.ts'
import type { TrialRow } from '../../record/row.ts'
import type { TrialRecord } from '../../record/trial.ts'
import type { StoredRun } from '../define.ts'
import { type Cause, causesOf, placesOf } from '../text/causes.ts'
import { findingsOf } from '../text/findings.ts'
import { agentLabel, SIGNS } from '../text/outcome.ts'
import { plural, shorten } from '../text/quantity.ts'
import { readTrace } from '../text/trace.ts'
import { type Paint, TONES } from './paint.ts'

const SHOWN_CAUSES = 20
const SHOWN_PLACES = 4
const SHOWN_FINDINGS = 3
const LONGEST_FINDING = 80
const LONGEST_REASON = 400

/** Why trials did not pass, each cause once: what went wrong, where, the evidence, the command that runs one again. */
export function troubleLines(run: StoredRun, paint: Paint): string[] {
  const { causes, more } = causesOf(run)
  const lines = causes.slice(0, SHOWN_CAUSES).flatMap((cause) => ['', ...describe(cause, run, paint)])
  const left = causes.slice(SHOWN_CAUSES).reduce((sum, { trials }) => sum + trials.length, more)
  return left > 0 ? [...lines, '', `… and ${plural(left, 'more trial')} not passed.`] : lines
}

/** The first trial of a cause stands for the others. */
function describe(cause: Cause, run: StoredRun, paint: Paint): string[] {
  const { verdict, reason, trials } = cause
  const trial = run.record((trials[0] as TrialRow).id)
  const line = (name: string, text: string) => `  ${paint('dim', name.padEnd(8))} ${text}`
  const title = trials.length === 1 ? titleOf(trial) : plural(trials.length, 'trial')
  return [
    `${paint(TONES[verdict], `${SIGNS[verdict]} ${verdict}`)}  ${paint('bold', title)}`,
    line('what', shorten(visible(reason), LONGEST_REASON)),
    ...(trials.length === 1 ? [] : [line('where', whereText(cause)), line('first', titleOf(trial))]),
    line('evidence', evidenceText(trial, run)),
    // Never shortened: it is there to be copied.
    line('replay', visible(trial.replay)),
  ]
}

function titleOf(trial: TrialRow): string {
  const { scenario, variant, repeat } = trial
  return visible([scenario, variant, agentLabel(trial), `r${repeat}`].join(' · '))
}

/** 'billing/refund (calm, lost-reply), shop/reprice (calm) and 3 more; careful, hasty' */
function whereText(cause: Cause): string {
  const places = placesOf(cause).map(({ scenario, variants }) => `${scenario} (${upTo(variants)})`)
  return visible(`${upTo(places)}; ${upTo([...new Set(cause.trials.map(agentLabel))])}`)
}

function upTo(names: readonly string[]): string {
  const more = names.length - SHOWN_PLACES
  return names.slice(0, SHOWN_PLACES).join(', ') + (more > 0 ? ` and ${more} more` : '')
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
