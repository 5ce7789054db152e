import type { RunHead } from './run.ts'

/**
 * What a command ends with behind a run that nobody interrupted. A shard is judged together with the others: it has done its part where each
 * of its trials has a verdict.
 */
export function exitCodeOf({ shard, gate, summary }: Pick<RunHead, 'shard' | 'gate' | 'summary'>): 0 | 1 {
  return (shard ? summary.notRun + summary.error === 0 : gate.passed) ? 0 : 1
}
