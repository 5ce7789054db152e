// Generated. Do not edit.
import { approval } from './approval.ts'
import { budget } from './budget.ts'

export { approval } from './approval.ts'
export { budget } from './budget.ts'

export const guards = {
  approval,
  budget,
} as const
