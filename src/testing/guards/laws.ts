import { approval } from './laws/approval.ts'
import { budget } from './laws/budget.ts'
import { loop } from './laws/loop.ts'
import { permission } from './laws/permission.ts'
import { rateLimit } from './laws/rate-limit.ts'
import { window } from './laws/window.ts'

/** What guards promise, by kind. A law of your own is an object of the same shape. */
export const laws = { approval, budget, loop, permission, rateLimit, window } as const
