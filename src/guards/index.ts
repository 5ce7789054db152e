// Generated. Do not edit.
import { approval } from './approval.ts'
import { autonomyWindow } from './autonomy-window.ts'
import { budget } from './budget.ts'
import { burnRate } from './burn-rate.ts'
import { loopBreaker } from './loop-breaker.ts'
import { newEndpoint } from './new-endpoint.ts'
import { permissions } from './permissions.ts'
import { rateLimit } from './rate-limit.ts'
import { sandboxFirst } from './sandbox-first.ts'
import { secretsOut } from './secrets-out.ts'

export { approval } from './approval.ts'
export { autonomyWindow } from './autonomy-window.ts'
export { budget } from './budget.ts'
export { burnRate } from './burn-rate.ts'
export { loopBreaker } from './loop-breaker.ts'
export { newEndpoint } from './new-endpoint.ts'
export { permissions } from './permissions.ts'
export { rateLimit } from './rate-limit.ts'
export { sandboxFirst } from './sandbox-first.ts'
export { secretsOut } from './secrets-out.ts'

export const guards = {
  approval,
  'autonomy-window': autonomyWindow,
  budget,
  'burn-rate': burnRate,
  'loop-breaker': loopBreaker,
  'new-endpoint': newEndpoint,
  permissions,
  'rate-limit': rateLimit,
  'sandbox-first': sandboxFirst,
  'secrets-out': secretsOut,
} as const
