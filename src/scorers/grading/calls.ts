import { isAction, wasWrite as wasOne } from '../../trace/deed.ts'
import type { CallStory } from '../../trace/evidence.ts'

/** The world ran it, or it left effects. */
export function wasRun({ executed, effects }: CallStory): boolean {
  return executed !== undefined || effects.length > 0
}

/** The world ran it, and it was a write; turns of a model aside. */
export function wasWrite(story: CallStory): boolean {
  return wasRun(story) && wasOne(story.call, story.effects) && isAction(story.call)
}

/** The world said yes, and so did what reached the agent. */
export function wentWell({ executed, delivered }: CallStory): boolean {
  return executed?.outcome === 'ok' && delivered?.outcome === 'ok'
}
