import { approvalOfItems, approvalSubject } from './approval.ts'
import { autonomyWindowAtNight, autonomyWindowSubject } from './autonomy-window.ts'
import { budgetSubject } from './budget.ts'
import { burnRateSubject } from './burn-rate.ts'
import { loopBreakerSubject } from './loop-breaker.ts'
import type { Subject } from './model.ts'
import { newEndpointSubject } from './new-endpoint.ts'
import { permissionsSubject } from './permissions.ts'
import { rateLimitSubject } from './rate-limit.ts'
import { sandboxFirstSubject } from './sandbox-first.ts'
import { secretsOutSubject } from './secrets-out.ts'

/** Every guard beside the model of its page. */
export const subjects: Subject[] = [
  approvalSubject,
  approvalOfItems,
  autonomyWindowSubject,
  autonomyWindowAtNight,
  budgetSubject,
  burnRateSubject,
  loopBreakerSubject,
  newEndpointSubject,
  permissionsSubject,
  rateLimitSubject,
  sandboxFirstSubject,
  secretsOutSubject,
]
