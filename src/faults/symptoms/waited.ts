import type { CallStory } from '../../trace/evidence.ts'

/**
 * How long the client waited once the guards had let the call through, in ms of the trial's clock. Undefined where
 * nothing was delivered. A body that comes piece by piece is met with its head. The time that a person took to approve is not in it.
 */
export function waited(story: CallStory): number | undefined {
  return story.delivered && story.delivered.at - (story.delivered.streamedMs ?? 0) - sinceOf(story)
}

/**
 * The client gave up on a call that kept it waiting, before anything of a reply had crossed: it took the request back, or
 * the agent went on without it and ended.
 */
export function gaveUpWaiting(story: CallStory): boolean {
  if (story.leftAt !== undefined) return story.leftAt > sinceOf(story)
  return story.delivered?.outcome === 'gone' && story.delivered.status === undefined && (waited(story) ?? 0) > 0
}

function sinceOf({ proposed, decisions, approvals, faults }: CallStory): number {
  const since = faults.at(-1) ?? [...decisions, ...approvals].sort((a, b) => a.seq - b.seq).at(-1) ?? proposed
  return since.at
}
