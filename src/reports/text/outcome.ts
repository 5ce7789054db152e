import type { TrialRow } from '../../record/row.ts'
import type { PlannedTrial } from '../../record/run.ts'
import type { Verdict } from '../../record/trial.ts'

/** What became of a planned trial: its verdict, or that it has no record. */
export type PlannedOutcome = Verdict | 'not run'

/** The sign that stands beside each word: no verdict is told by colour alone. */
export const SIGNS: Record<PlannedOutcome, string> = {
  error: '!',
  failed: '✗',
  inconclusive: '?',
  passed: '✓',
  'not run': '–',
}

/** Most urgent first. */
export const OUTCOMES: readonly PlannedOutcome[] = ['error', 'failed', 'inconclusive', 'not run', 'passed']

/** Trials with the worst verdict first, else in their own order. */
export function worstFirst(trials: readonly TrialRow[]): TrialRow[] {
  return [...trials].sort((a, b) => OUTCOMES.indexOf(a.verdict) - OUTCOMES.indexOf(b.verdict))
}

/** 'careful', or 'careful@model'. */
export function agentLabel({ agent, model }: Pick<PlannedTrial, 'agent' | 'model'>): string {
  return model === null ? agent : `${agent}@${model}`
}
