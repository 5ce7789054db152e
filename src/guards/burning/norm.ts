import { formatMoney, micros } from '../../kernel/money.ts'
import type { BurnRateParams, Pace } from './params.ts'

/** What a call burns: micro-dollars, and itself. */
export interface Burned {
  usd: number
  calls: number
}

/** What was burned at a moment, ms since 1970. */
export interface Burning extends Burned {
  at: number
}

export const HOUR_MS = 3_600_000

/** A pace that was passed. */
export interface Fast {
  measure: keyof Burned
  pace: Pace
  reason: string
}

/**
 * Which pace is passed where `next` is burned now on top of what was burned before. It is passed when both of its windows are: the
 * long one shows that it is no spike, the short one that it still goes on. One that had the agent paused stays passed until its
 * long window has recovered.
 */
export function tooFast(
  before: readonly Burning[],
  next: Burned,
  now: number,
  params: BurnRateParams,
  paused?: Pick<Fast, 'measure' | 'pace'>,
): Fast | undefined {
  for (const [measure, perHour] of normsOf(params)) {
    if (next[measure] === 0) continue
    const burned = (ms: number) =>
      before.reduce((sum, one) => (one.at > now - ms ? sum + one[measure] : sum), next[measure])
    for (const pace of params.paces) {
      // Written so that a sum that is no number is too fast.
      const isOver = (ms: number) => !(burned(ms) <= (perHour * pace.factor * ms) / HOUR_MS)
      const isPaused = paused?.measure === measure && paused.pace === pace
      if (!isOver(pace.longMs) || !(isPaused || isOver(pace.shortMs))) continue
      return { measure, pace, reason: reasonOf(measure, burned(pace.longMs), pace, perHour) }
    }
  }
  return undefined
}

function reasonOf(measure: keyof Burned, burned: number, { longMs, factor }: Pace, perHour: number): string {
  const rule = `more than ${factor} times the ${shown(measure, perHour)} per hour that is usual`
  return `${shown(measure, burned)} in ${longMs} ms is ${rule}`
}

function normsOf({ usdPerHour, callsPerHour }: BurnRateParams): [keyof Burned, number][] {
  return [
    ...(usdPerHour ? [['usd', usdPerHour.micros] as [keyof Burned, number]] : []),
    ...(callsPerHour ? [['calls', callsPerHour] as [keyof Burned, number]] : []),
  ]
}

export function hasNorm(params: BurnRateParams): boolean {
  return normsOf(params).length > 0
}

function shown(measure: keyof Burned, amount: number): string {
  if (measure === 'calls') return `${amount} calls`
  return formatMoney(micros(Math.min(Math.round(amount), Number.MAX_SAFE_INTEGER)))
}
