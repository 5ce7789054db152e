// Generated. Do not edit.
import { approvalByRequester } from './approval-by-requester.ts'
import { approvalLate } from './approval-late.ts'
import { approvalMisdirected } from './approval-misdirected.ts'
import { approvalTwice } from './approval-twice.ts'
import { guardAuditFull } from './guard-audit-full.ts'
import { guardClock } from './guard-clock.ts'
import { guardHangs } from './guard-hangs.ts'
import { guardKilled } from './guard-killed.ts'
import { guardMalformed } from './guard-malformed.ts'
import { guardMissing } from './guard-missing.ts'
import { guardSilent } from './guard-silent.ts'
import { guardSlow } from './guard-slow.ts'
import { guardStale } from './guard-stale.ts'
import { guardThrows } from './guard-throws.ts'
import { guardUnreachable } from './guard-unreachable.ts'

export { approvalByRequester } from './approval-by-requester.ts'
export { approvalLate } from './approval-late.ts'
export { approvalMisdirected } from './approval-misdirected.ts'
export { approvalTwice } from './approval-twice.ts'
export { guardAuditFull } from './guard-audit-full.ts'
export { guardClock } from './guard-clock.ts'
export { guardHangs } from './guard-hangs.ts'
export { guardKilled } from './guard-killed.ts'
export { guardMalformed } from './guard-malformed.ts'
export { guardMissing } from './guard-missing.ts'
export { guardSilent } from './guard-silent.ts'
export { guardSlow } from './guard-slow.ts'
export { guardStale } from './guard-stale.ts'
export { guardThrows } from './guard-throws.ts'
export { guardUnreachable } from './guard-unreachable.ts'

export const safeguardFaults = {
  'approval-by-requester': approvalByRequester,
  'approval-late': approvalLate,
  'approval-misdirected': approvalMisdirected,
  'approval-twice': approvalTwice,
  'guard-audit-full': guardAuditFull,
  'guard-clock': guardClock,
  'guard-hangs': guardHangs,
  'guard-killed': guardKilled,
  'guard-malformed': guardMalformed,
  'guard-missing': guardMissing,
  'guard-silent': guardSilent,
  'guard-slow': guardSlow,
  'guard-stale': guardStale,
  'guard-throws': guardThrows,
  'guard-unreachable': guardUnreachable,
} as const
