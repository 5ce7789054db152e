import { z } from 'zod'
import { targetNames } from '../../record/names.ts'
import { dollars } from '../spending/dollars.ts'

// Real timers wrap around beyond this many ms and would fire at once.
const LONGEST_MS = 2 ** 31 - 1

const pace = z
  .strictObject({
    /** How many times the norm is too fast. */
    factor: z.number().gt(0),
    /** In ms of the trial's clock: it was too fast for so long ... */
    longMs: z.int().min(1),
    /** ... and it still is. */
    shortMs: z.int().min(1),
  })
  .refine(({ longMs, shortMs }) => shortMs <= longMs, { error: 'shortMs must not be longer than longMs' })

export const burnRateParams = z.strictObject({
  /** The norm: how much the agent usually spends in an hour. */
  usdPerHour: dollars.optional(),
  /** The norm: how many calls it usually makes in an hour. */
  callsPerHour: z.number().gt(0).optional(),
  /** Targets that count. */
  on: targetNames().default('*'),
  /** What is too fast: more than so many times the norm in both windows. */
  paces: z
    .array(pace)
    .min(1)
    .default([
      { factor: 2, longMs: 3_600_000, shortMs: 300_000 },
      { factor: 10, longMs: 300_000, shortMs: 60_000 },
    ]),
  /** 'hold': a person may let it go on. 'deny': it waits until it is slow again. */
  onFast: z.enum(['hold', 'deny']).default('hold'),
  /** How long the agent waits for a person, in ms of the trial's clock. */
  timeoutMs: z.int().min(1).max(LONGEST_MS).default(3_600_000),
})

export type BurnRateParams = z.output<typeof burnRateParams>
export type Pace = BurnRateParams['paces'][number]
