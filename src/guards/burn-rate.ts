import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import type { Reply } from '../boundary/reply.ts'
import { type Money, micros, readMoney } from '../kernel/money.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { type Evidence, eventsOf } from '../trace/evidence.ts'
import { asksItself } from './asking/asks-itself.ts'
import { type Burn, burnsOf } from './burning/burns.ts'
import { createMeter } from './burning/meter.ts'
import { burnMutants as mutants } from './burning/mutants.ts'
import { type Burned, type Fast, HOUR_MS, hasNorm, tooFast } from './burning/norm.ts'
import { type BurnRateParams, burnRateParams } from './burning/params.ts'
import { growRates, withRates } from './burning/rates.ts'
import { defineGuard, type Violation } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { often, type Probe, targetOf } from './probe.ts'

export type { BurnRateParams } from './burning/params.ts'

/** Pauses an agent that spends or acts many times faster than it usually does. */
export const burnRate = defineGuard({
  name: 'burn-rate',
  summary: 'Pauses the agent when it spends or acts many times faster than its norm.',
  params: burnRateParams,
  start: keepingTime(start),
  violations,
  probe,
  mutants,
  accepted: { what: 'rates', read: withRates, grow: growRates },
})

type Final = Exclude<Decision, Hold>

function start(params: BurnRateParams, { clock, alert }: GuardContext): GuardState {
  const meter = createMeter()
  // Somebody was asked about this burst and did not let it go on: nobody is asked again until it is over.
  let refused = false
  let paused: Fast | undefined
  const judge = (call: Call): Final & { isFast?: true } => {
    const burned = burnedBy(call)
    if (!burned) return deny(`what ${call.target} costs cannot be told`)
    if (!hasNorm(params)) return deny('nobody has said or accepted how fast it usually is')
    const now = clock.now()
    const fast = tooFast(meter.entries(), burned, now, params, paused)
    if (fast) {
      paused = fast
      return { ...deny(fast.reason), isFast: true }
    }
    paused = undefined
    refused = false
    meter.add(call.id, burned, now)
    return { kind: 'allow', reason: 'it is no faster than usual' }
  }
  return {
    concerns: (call) => call.malformed !== undefined || fitsAny(params.on, call.target),
    decide: (call) => {
      const { isFast, ...decision } = judge(call)
      if (!isFast) return decision
      if (!refused) alert(decision.reason, call)
      if (refused || params.onFast === 'deny') {
        refused = true
        return deny(`${decision.reason}; wait until it is slower`)
      }
      return asking(call, decision.reason)
    },
    settle: (call, executed, effects) => meter.settle(call.id, spentOn(call, executed, effects.length > 0)),
  }

  function asking(call: Call, reason: string): Hold {
    return {
      kind: 'hold',
      reason: `${reason}; may it go on?`,
      timeoutMs: params.timeoutMs,
      resolve: (answer) => {
        if (answer.kind !== 'approved' || asksItself(answer.by, call.principal)) {
          refused = true
          return deny(`${reason}, and nobody let it go on`)
        }
        meter.forgive()
        paused = undefined
        const { isFast: _, ...decision } = judge(call)
        return decision.kind === 'allow' ? { ...decision, approvedBy: answer.by } : decision
      },
    }
  }
}

function burnedBy({ cost, malformed }: Call): Burned | undefined {
  try {
    return malformed === undefined ? { usd: cost ? readMoney(cost).micros : 0, calls: 1 } : undefined
  } catch {
    return undefined
  }
}

/** Undefined where it never ran. A transport that broke proves nothing: it counts in full. */
function spentOn(call: Call, executed: Reply | undefined, hasEffects: boolean): number | undefined {
  if (!executed) return hasEffects ? call.cost?.micros : undefined
  const estimate = call.cost?.micros ?? 0
  if (executed.kind === 'broken') return estimate
  return actualOf(executed.metering?.actual) ?? (executed.kind === 'ok' || hasEffects ? estimate : 0)
}

function actualOf(money: Money | undefined): number | undefined {
  try {
    return money && readMoney(money).micros
  } catch {
    return undefined
  }
}

/**
 * Asks of each call that ran how much had been burned when it was let through, since a person last let the agent go on. It reads
 * no decisions but for when they were made.
 */
function violations({ calls, events }: Pick<Evidence, 'calls' | 'events'>, params: BurnRateParams): Violation[] {
  const burns = burnsOf(calls, burnRate.name).filter(({ story }) => fitsAny(params.on, story.call.target))
  const principals = new Map(calls.map(({ call }) => [call.id, call.principal]))
  const renewals = eventsOf(events, 'approval').filter(({ guard, answer, by, call, misdirected }) => {
    return (
      guard === burnRate.name && answer === 'approved' && !misdirected && !asksItself(by, principals.get(call) ?? '')
    )
  })
  const found = burns.flatMap((burn) => {
    const since = renewals.findLast(({ seq }) => seq < burn.from)?.seq ?? 0
    const before = burns.filter(({ from }) => from < burn.from && from > since).map((one) => asSeen(one, burn))
    const fast = tooFast(before, { usd: burn.estimate, calls: 1 }, burn.at, params)
    return fast ? [{ id: burn.story.call.id, reason: fast.reason }] : []
  })
  const [first] = found
  if (!first) return []
  return [{ calls: found.map(({ id }) => id), message: `${found.length} calls ran too fast: ${first.reason}` }]
}

/** What a guard must have counted of a call when it was asked about a later one. */
function asSeen(one: Burn, later: Burn): Burn {
  // It ended while the later one was looked at: either amount may have been in the books.
  if (one.to < later.story.proposed.seq) return one
  return { ...one, usd: one.to < later.from ? Math.min(one.usd, one.estimate) : one.estimate }
}

function deny(reason: string): Extract<Decision, { kind: 'deny' }> {
  return { kind: 'deny', reason }
}

/** One write that costs more than any window allows, else more calls than one does. */
function probe({ usdPerHour, callsPerHour = 0, paces, on }: BurnRateParams): Probe | undefined {
  const most = (perHour: number) => {
    return paces.map(({ factor, longMs }) => Math.floor((perHour * factor * longMs) / HOUR_MS) + 1)
  }
  const target = targetOf(on)
  const many = usdPerHour ? undefined : often(Math.min(...most(callsPerHour)), { target })
  // What another guard refuses burns nothing: they are counted before any is refused.
  if (!usdPerHour) return many && { ...many, together: true }
  const cost = micros(Math.min(...most(usdPerHour.micros), Number.MAX_SAFE_INTEGER))
  return { calls: [{ target, cost }] }
}
