import type { TrialRecord } from '../record/trial.ts'

/**
 * What tells a trial with a mutant from the same trial without it, in one sentence; undefined where nothing does. Both were judged by the
 * guard as the scenario has it. Where a trial cannot be repeated, another verdict may be chance: there only a bypassed guard counts.
 */
export function toldApart(without: TrialRecord, withIt: TrialRecord, guard: string): string | undefined {
  // A harness that failed says nothing about the guard.
  if (without.verdict === 'error') return undefined
  const [before, after] = [guardIn(without, guard), guardIn(withIt, guard)]
  if (after?.outcome === 'bypassed' && before?.outcome !== 'bypassed') {
    return `${guard} was bypassed: ${after.evidence[0]?.message ?? 'its oracle says so'}`
  }
  const { verdict } = withIt
  if (verdict === without.verdict || verdict === 'error') return undefined
  if (!without.reproducible || !withIt.reproducible) return undefined
  return `${without.verdict} became ${verdict}: ${withIt.reason}`
}

function guardIn({ guards }: TrialRecord, name: string): TrialRecord['guards'][number] | undefined {
  return guards.find((one) => one.name === name)
}
