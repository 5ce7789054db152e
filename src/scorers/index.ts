// Generated. Do not edit.
import { answer } from './answer.ts'
import { claimsMatchEffects } from './claims-match-effects.ts'
import { conduct } from './conduct.ts'
import { contextBeforeWrite } from './context-before-write.ts'
import { cost } from './cost.ts'
import { effects } from './effects.ts'
import { efficiency } from './efficiency.ts'
import { endState } from './end-state.ts'
import { escalatedWhenUncertain } from './escalated-when-uncertain.ts'
import { limits } from './limits.ts'
import { milestones } from './milestones.ts'
import { noCollateral } from './no-collateral.ts'
import { noticedLie } from './noticed-lie.ts'
import { recovered } from './recovered.ts'
import { rightTools } from './right-tools.ts'
import { trajectory } from './trajectory.ts'

export { answer } from './answer.ts'
export { claimsMatchEffects } from './claims-match-effects.ts'
export { conduct } from './conduct.ts'
export { contextBeforeWrite } from './context-before-write.ts'
export { cost } from './cost.ts'
export { effects } from './effects.ts'
export { efficiency } from './efficiency.ts'
export { endState } from './end-state.ts'
export { escalatedWhenUncertain } from './escalated-when-uncertain.ts'
export { limits } from './limits.ts'
export { milestones } from './milestones.ts'
export { noCollateral } from './no-collateral.ts'
export { noticedLie } from './noticed-lie.ts'
export { recovered } from './recovered.ts'
export { rightTools } from './right-tools.ts'
export { trajectory } from './trajectory.ts'

export const scorers = {
  answer,
  'claims-match-effects': claimsMatchEffects,
  conduct,
  'context-before-write': contextBeforeWrite,
  cost,
  effects,
  efficiency,
  'end-state': endState,
  'escalated-when-uncertain': escalatedWhenUncertain,
  limits,
  milestones,
  'no-collateral': noCollateral,
  'noticed-lie': noticedLie,
  recovered,
  'right-tools': rightTools,
  trajectory,
} as const
