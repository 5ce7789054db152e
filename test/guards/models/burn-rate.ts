import { burnRate } from '../../../src/guards/burn-rate.ts'
import { usd } from '../../../src/kernel/money.ts'
import { burnRateMutants } from '../cases/burn-rate-mutants.ts'
import type { Model, Subject } from './model.ts'

const MINUTE_MS = 60_000

interface Burned {
  id: string
  usd: number
  calls: number
  at: number
}

/** More than $20 or 4 calls in an hour is too fast, while more than a sixth of that is burned in ten minutes. */
function model(): Model {
  let burned: Burned[] = []
  let paused: 'usd' | 'calls' | undefined
  let refused = false
  const next = (call: { id: string; cost?: { micros: number } }, at: number) => {
    return { id: call.id, usd: (call.cost?.micros ?? 0) / 1e6, calls: 1, at }
  }
  const isFast = (what: 'usd' | 'calls', most: number, one: Burned) => {
    const within = (ms: number) =>
      burned.filter(({ at }) => one.at - at < ms).reduce((sum, b) => sum + b[what], one[what])
    const isLong = within(60 * MINUTE_MS) > most
    return one[what] > 0 && isLong && (paused === what || within(10 * MINUTE_MS) > most / 6)
  }
  const judge = (one: Burned): boolean => {
    const fast = isFast('usd', 20, one) ? 'usd' : isFast('calls', 4, one) ? 'calls' : undefined
    paused = fast
    if (fast) return false
    refused = false
    burned.push(one)
    return true
  }
  return {
    decide: (call, now) => {
      if (judge(next(call, now))) return 'allow'
      return refused ? 'deny' : 'hold'
    },
    answer: (call, said, now) => {
      if (said !== 'yes') {
        refused = true
        return 'deny'
      }
      burned = []
      paused = undefined
      return judge(next(call, now)) ? 'allow' : 'deny'
    },
    end: (call, how) => {
      const one = burned.find(({ id }) => id === call.id)
      if (!one) return
      if (how === 'never') burned = burned.filter((other) => other !== one)
      if (how === 'error') one.usd = 0
      if (how === 'dear') one.usd *= 2
    },
  }
}

export const burnRateSubject: Subject = {
  name: 'burn-rate',
  guard: burnRate,
  params: {
    usdPerHour: 10,
    callsPerHour: 2,
    paces: [{ factor: 2, longMs: 60 * MINUTE_MS, shortMs: 10 * MINUTE_MS }],
  },
  calls: [{ cost: usd(3) }, { cost: usd(9), principal: 'agent/helper' }, {}],
  ends: ['ok', 'never', 'error', 'dear', 'broken', 'half'],
  waits: [7 * MINUTE_MS + 1, 31 * MINUTE_MS + 1],
  said: ['yes', 'no', 'silent', 'itself'],
  model,
  told: [
    'counts no money',
    'counts no calls',
    'is twice as patient',
    'minds the norm itself',
    'goes on as soon as it is calm',
    'looks at the short window alone',
    'looks at the long window alone',
    'never settles',
    'counts each sub-agent for itself',
    'asks nobody',
    'believes anybody',
  ],
  mutants: burnRateMutants,
}
