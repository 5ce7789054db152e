import { z } from 'zod'
import { targetNames } from '../../record/names.ts'
import { dollars } from '../spending/dollars.ts'

// Real timers wrap around beyond this many ms and would fire at once.
const LONGEST_MS = 2 ** 31 - 1

const over = z
  .strictObject({
    /** Dollars: a write that costs more, or whose cost is unknown, needs approval. */
    usd: dollars.optional(),
    /** A write that touches more things needs approval. Rows are counted by what a statement did, cascades and triggers included. */
    items: z.int().min(0).optional(),
    /** 'trial': things that were touched without approval add up, in however many calls. */
    within: z.enum(['call', 'trial']).default('call'),
  })
  .refine(({ usd, items }) => usd !== undefined || items !== undefined, { error: 'usd or items is needed' })

export const approvalParams = z.strictObject({
  /** Targets whose writes need approval. */
  on: targetNames().default('*'),
  /** Only writes beyond either threshold. Default: every write. */
  over: over.optional(),
  /** How long the agent waits for an answer, in ms of the trial's clock. */
  timeoutMs: z.int().min(1).max(LONGEST_MS).default(3_600_000),
  /** How long an approval stays good once its delay is over, in ms of the trial's clock. */
  grantMs: z.int().min(1).default(86_400_000),
  /** A mandatory delay: how long an approved write waits before it runs, in ms of the trial's clock. */
  delayMs: z.int().min(0).max(LONGEST_MS).default(0),
})

export type ApprovalParams = z.output<typeof approvalParams>
