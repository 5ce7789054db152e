// Generated. Do not edit.
import { errorStatus } from './error-status.ts'
import { latency } from './latency.ts'
import { lostReply } from './lost-reply.ts'
import { malformedBody } from './malformed-body.ts'
import { none } from './none.ts'
import { permissionDenied } from './permission-denied.ts'
import { rateLimited } from './rate-limited.ts'
import { timeout } from './timeout.ts'

export { errorStatus } from './error-status.ts'
export { latency } from './latency.ts'
export { lostReply } from './lost-reply.ts'
export { malformedBody } from './malformed-body.ts'
export { none } from './none.ts'
export { permissionDenied } from './permission-denied.ts'
export { rateLimited } from './rate-limited.ts'
export { timeout } from './timeout.ts'

export const faults = {
  'error-status': errorStatus,
  latency,
  'lost-reply': lostReply,
  'malformed-body': malformedBody,
  none,
  'permission-denied': permissionDenied,
  'rate-limited': rateLimited,
  timeout,
} as const
