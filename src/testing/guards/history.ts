import type { Action } from './deps.ts'

/**
 * One step of a history. An action `begin`s: the guard's code runs until it asks for something. `go`: what it asked for first
 * is done and answered, and its code runs on. `lost`: the same, but the answer is an error. `crash`: all memory is gone, the
 * store stays, the guard starts anew. `wait`: so many ms pass. 'start' is the name of what `start` itself asks for.
 */
export type Step<A extends Action = Action> =
  | { begin: string; action: A }
  | { go: string }
  | { lost: string }
  | { crash: true }
  | { wait: number }

/** What makes a step another one than the next of a run without disturbance. */
export type Disturbance = 'together' | 'crash' | 'wait' | 'lost answer'

/** A step that does not follow by itself, as a kind of disturbance. */
export function disturbanceOf(step: Step): Disturbance {
  if ('crash' in step) return 'crash'
  if ('wait' in step) return 'wait'
  return 'lost' in step ? 'lost answer' : 'together'
}

/** Do two steps do the same to the same one, whatever the action? */
export function isSame(one: Step, other: Step): boolean {
  const [[verb, what] = []] = Object.entries(one)
  return verb !== undefined && verb in other && Object.entries(other)[0]?.[1] === what
}
