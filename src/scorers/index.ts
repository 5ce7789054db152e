// Generated. Do not edit.
import { answer } from './answer.ts'
import { claimsMatchEffects } from './claims-match-effects.ts'
import { contextBeforeWrite } from './context-before-write.ts'
import { effects } from './effects.ts'
import { endState } from './end-state.ts'
import { limits } from './limits.ts'
import { milestones } from './milestones.ts'
import { noCollateral } from './no-collateral.ts'
import { noticedLie } from './noticed-lie.ts'
import { recovered } from './recovered.ts'
import { trajectory } from './trajectory.ts'

export { answer } from './answer.ts'
export { claimsMatchEffects } from './claims-match-effects.ts'
export { contextBeforeWrite } from './context-before-write.ts'
export { effects } from './effects.ts'
export { endState } from './end-state.ts'
export { limits } from './limits.ts'
export { milestones } from './milestones.ts'
export { noCollateral } from './no-collateral.ts'
export { noticedLie } from './noticed-lie.ts'
export { recovered } from './recovered.ts'
export { trajectory } from './trajectory.ts'

export const scorers = {
  answer,
  'claims-match-effects': claimsMatchEffects,
  'context-before-write': contextBeforeWrite,
  effects,
  'end-state': endState,
  limits,
  milestones,
  'no-collateral': noCollateral,
  'noticed-lie': noticedLie,
  recovered,
  trajectory,
} as const
