import { rateLimit } from '../../../src/guards/rate-limit.ts'
import { rateLimitMutants } from '../cases/rate-limit-mutants.ts'
import { MANY, type Model, type Subject } from './model.ts'

/** Four items in any second, two calls on their way at once. */
function model(): Model {
  let log: { id: string; items: number; at: number }[] = []
  const open = new Set<string>()
  const admit = (call: { id: string; items: number }, now: number) => {
    const items = Math.max(1, call.items)
    const counted = log.filter(({ at }) => now - at < 1_000).reduce((sum, one) => sum + one.items, 0)
    if (counted + items > 4) return false
    // A clock that goes back frees nothing: what is admitted then counts from the latest call on.
    log.push({ id: call.id, items, at: Math.max(now, log.at(-1)?.at ?? now) })
    return true
  }
  const withdraw = (call: { id: string }) => {
    log = log.filter(({ id }) => id !== call.id)
  }
  return {
    decide: (call, now) => {
      if (open.size >= 2 || !admit(call, now)) return 'deny'
      open.add(call.id)
      return 'allow'
    },
    // It counts from when it runs.
    confirm: (call, now) => {
      withdraw(call)
      return admit(call, now) ? 'allow' : 'deny'
    },
    end: (call, how) => {
      open.delete(call.id)
      if (how === 'never') withdraw(call)
      const entry = log.find(({ id }) => id === call.id)
      if (entry && how === 'many') entry.items = Math.max(entry.items, MANY)
    },
  }
}

export const rateLimitSubject: Subject = {
  name: 'rate-limit',
  guard: rateLimit,
  params: { limit: 4, per: 'second', concurrent: 2 },
  calls: [{ items: 1 }, { items: 2, principal: 'agent/helper', input: { key: 'k' } }, { items: 0 }, { items: 5 }],
  ends: ['ok', 'never', 'error', 'many'],
  waits: [400, 600, -300],
  model,
  told: [
    'a tumbling window',
    'a bucket for each key',
    'a bucket for each principal',
    'a bucket for each root of a principal',
    'a bucket for each target',
    'one too many',
    'a window one ms long',
    'any number at once',
    'check, then act',
    'counts calls, not items',
    'failures are free',
    'counts what was denied',
    'never gives back',
    'forgets what the clock shows as yet to come',
    'trusts a leap',
    'never asks again',
    'tells nobody when',
  ],
  mutants: rateLimitMutants,
}
