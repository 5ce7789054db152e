// Generated. Do not edit.
import { answer } from './answer.ts'
import { effects } from './effects.ts'
import { endState } from './end-state.ts'
import { limits } from './limits.ts'
import { trajectory } from './trajectory.ts'

export { answer } from './answer.ts'
export { effects } from './effects.ts'
export { endState } from './end-state.ts'
export { limits } from './limits.ts'
export { trajectory } from './trajectory.ts'

export const scorers = {
  answer,
  effects,
  'end-state': endState,
  limits,
  trajectory,
} as const
