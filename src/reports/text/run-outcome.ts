import type { RunHead } from '../../record/run.ts'

/** What a run came to. A shard comes to nothing by itself: it is judged together with the others. */
export function outcomeOf({ gate, shard }: Pick<RunHead, 'gate' | 'shard'>): 'passed' | 'failed' | 'not judged' {
  if (shard) return 'not judged'
  return gate.passed ? 'passed' : 'failed'
}
