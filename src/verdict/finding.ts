import type { Verdict } from '../record/trial.ts'

/** One thing that keeps a trial from passing. */
export interface Finding {
  verdict: Exclude<Verdict, 'passed'>
  /** The beginning of a sentence, without its full stop. */
  text: string
}

/** 'Guard "budget" was bypassed, and 2 more'; empty where there is none. */
export function firstOf(findings: readonly Finding[]): string {
  const [first, ...others] = findings
  if (!first) return ''
  return others.length === 0 ? first.text : `${first.text}, and ${others.length} more`
}
