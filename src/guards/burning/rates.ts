import { z } from 'zod'
import type { Json } from '../../kernel/json.ts'
import { micros } from '../../kernel/money.ts'
import type { Evidence } from '../../trace/evidence.ts'
import type { Acceptance } from '../define.ts'
import { burnsOf } from './burns.ts'
import { type Burned, type Burning, HOUR_MS } from './norm.ts'
import type { BurnRateParams } from './params.ts'

const MEASURES = ['usd', 'calls'] as const

const fileSchema = z.strictObject({
  schemaVersion: z.literal(1),
  /** The most of any hour that was accepted: micro-dollars, calls. */
  rates: z.array(
    z.strictObject({
      measure: z.enum(MEASURES),
      perHour: z.number().gt(0),
      reason: z.string(),
      acceptedAt: z.string(),
    }),
  ),
})

/** Norms that the scenario does not name are those that were accepted. @throws {Error} it is no list of rates. */
export function withRates(params: BurnRateParams, content: Json): BurnRateParams {
  const { rates } = readFile(content)
  const of = (name: keyof Burned) => rates.find(({ measure }) => measure === name)?.perHour
  const [usd, calls] = [of('usd'), of('calls')]
  return {
    ...(usd !== undefined && { usdPerHour: micros(Math.round(usd)) }),
    ...(calls !== undefined && { callsPerHour: calls }),
    ...params,
  }
}

/** The busiest hour of these trials, where it is more than what was accepted before. */
export function growRates(
  content: Json | undefined,
  trials: readonly Evidence[],
  { reason, acceptedAt }: Acceptance,
): { content: Json; added: string[] } {
  const before = content === undefined ? [] : readFile(content).rates
  const found = MEASURES.flatMap((measure) => {
    const old = before.find((rate) => rate.measure === measure)
    const perHour = trials.reduce((most, { calls }) => Math.max(most, busiestHour(burnsOf(calls), measure)), 0)
    if (perHour > (old?.perHour ?? 0)) return [{ measure, perHour, reason, acceptedAt }]
    return old ? [old] : []
  })
  const added = found
    .filter((rate) => !before.includes(rate))
    .map(({ measure, perHour }) => `${perHour} ${measure} per hour`)
  return { content: { schemaVersion: 1, rates: found }, added }
}

function busiestHour(burns: readonly Burning[], measure: keyof Burned): number {
  const inOrder = burns.toSorted((a, b) => a.at - b.at)
  let [most, sum, first] = [0, 0, 0]
  for (const burn of inOrder) {
    sum += burn[measure]
    for (let old = inOrder[first]; old && old.at <= burn.at - HOUR_MS; old = inOrder[++first]) sum -= old[measure]
    most = Math.max(most, sum)
  }
  return most
}

function readFile(content: Json): z.output<typeof fileSchema> {
  const parsed = fileSchema.safeParse(content)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw new Error(`it is no list of rates (${issue?.path.join('.')}: ${issue?.message})`)
}
