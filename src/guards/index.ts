// Generated. Do not edit.
import { approval } from './approval.ts'
import { budget } from './budget.ts'
import { loopBreaker } from './loop-breaker.ts'
import { permissions } from './permissions.ts'
import { secretsOut } from './secrets-out.ts'

export { approval } from './approval.ts'
export { budget } from './budget.ts'
export { loopBreaker } from './loop-breaker.ts'
export { permissions } from './permissions.ts'
export { secretsOut } from './secrets-out.ts'

export const guards = {
  approval,
  budget,
  'loop-breaker': loopBreaker,
  permissions,
  'secrets-out': secretsOut,
} as const
