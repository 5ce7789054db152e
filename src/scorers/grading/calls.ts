import type { CallStory } from '../../trace/evidence.ts'

/** The world ran it, or it left effects. */
export function wasRun({ executed, effects }: CallStory): boolean {
  return executed !== undefined || effects.length > 0
}

/** The world ran it and it was not declared to be a read; model calls aside. */
export function isWrite(story: CallStory): boolean {
  return wasRun(story) && story.call.access !== 'read' && story.call.channel !== 'model'
}

/** The world said yes, and so did what reached the agent. */
export function wentWell({ executed, delivered }: CallStory): boolean {
  return executed?.outcome === 'ok' && delivered?.outcome === 'ok'
}
