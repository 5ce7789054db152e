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

const ask = z.strictObject({
  /** Targets of the calls by which the agent asks its own people, or looks their answer up. They need no approval. */
  on: targetNames(),
  /** What the reply holds that is a yes. It may have more, at any depth. Every other answer is a no. */
  yes: z.json(),
  /**
   * What a yes is bound to: where it stands in the action's input -> where in the question's, or 'reply.' and where in its
   * reply: `{ 'path.id': 'id', 'body.budget': 'budget' }`.
   */
  for: z
    .record(z.string().min(1), z.string().min(1))
    .refine(
      (bound) => Object.keys(bound).length > 0,
      'a yes that is bound to nothing is a yes to anything: name arguments',
    ),
  /** The actions that it asks about. Default: those of `on`. */
  to: targetNames().optional(),
  /** What tells one answer from another where it is looked up several times: a path as in `for`. Default: each reply is one. */
  once: z.string().min(1).optional(),
})

/** How an agent asks its own people. */
export type Ask = z.output<typeof ask>

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
  /** How the agent asks its own people, where their yes counts: your own safeguard is under test. */
  asks: z
    .union([ask, z.array(ask).min(1)])
    .transform((asks) => [asks].flat())
    .optional(),
})

export type ApprovalParams = z.output<typeof approvalParams>
