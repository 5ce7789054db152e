import type { CallStory } from '../../trace/evidence.ts'

/**
 * How long the client waited once the guards had let the call through, in ms of the trial's clock. Undefined where
 * nothing was delivered. The time that a person took to approve is not in it.
 */
export function waited({ proposed, decisions, approvals, faults, delivered }: CallStory): number | undefined {
  if (!delivered) return undefined
  const since = faults.at(-1) ?? [...decisions, ...approvals].sort((a, b) => a.seq - b.seq).at(-1) ?? proposed
  return delivered.at - since.at
}

/** The client gave up on a call that kept it waiting, before anything of a reply had crossed. */
export function gaveUpWaiting(story: CallStory): boolean {
  return story.delivered?.outcome === 'gone' && story.delivered.status === undefined && (waited(story) ?? 0) > 0
}
