import { budget } from '../../../src/guards/budget.ts'
import { usd } from '../../../src/kernel/money.ts'
import { budgetMutants } from '../cases/budget-mutants.ts'
import type { Model, Subject } from './model.ts'

const DAY_MS = 86_400_000

interface Entry {
  usd: number
  agent: string
  day: number
}

/** Caps of 5 an action, 7 an agent, 8 a day and 12 a trial. */
function model(): Model {
  const book = new Map<string, Entry>()
  let dear = false
  const sum = (fits: (entry: Entry) => boolean) =>
    [...book.values()].filter(fits).reduce((all, one) => all + one.usd, 0)
  const priceOf = (cost: { micros: number } | undefined) => (cost ? cost.micros / 1e6 : undefined)
  return {
    decide: (call, now) => {
      if (call.target !== 'tool pay') return 'allow'
      const price = priceOf(call.cost)
      if (price === undefined) return 'deny'
      const entry = { usd: price, agent: call.principal.split('/')[0] ?? '', day: Math.floor(now / DAY_MS) }
      const fits =
        price <= 5 &&
        price + sum(({ agent }) => agent === entry.agent) <= 7 &&
        price + sum(({ day }) => day === entry.day) <= 8 &&
        price + sum(() => true) <= 12
      if (dear || !fits) return 'deny'
      book.set(call.id, entry)
      return 'allow'
    },
    end: (call, how) => {
      const entry = book.get(call.id)
      if (!entry) return
      if (how === 'never') book.delete(call.id)
      if (how === 'error') entry.usd = 0
      if (how === 'dear') entry.usd *= 2
      // It cost more than one action may: no estimate is worth anything any more.
      if (how === 'dear' && entry.usd > 5) dear = true
    },
  }
}

const PAY = { target: 'tool pay' } as const

export const budgetSubject: Subject = {
  name: 'budget',
  guard: budget,
  params: { action: 5, agent: 7, day: 8, trial: 12, on: 'tool pay' },
  calls: [
    { ...PAY, cost: usd(1) },
    { ...PAY, cost: usd(5), principal: 'agent/helper' },
    { ...PAY, cost: usd(2), principal: 'other' },
    { ...PAY, cost: usd('5.000001') },
    { ...PAY },
    { cost: usd(9) },
  ],
  ends: ['ok', 'never', 'error', 'broken', 'dear', 'half'],
  waits: [DAY_MS / 2, -DAY_MS / 2],
  model,
  told: [
    'cap x 10',
    'cap one too high',
    'cap one too low',
    'check, then act',
    'trusts any figure',
    'what has no price is free',
    'releases on a lost reply',
    'releases on an error that left effects',
    'ignores what it really cost',
    'never gives back',
    'a ledger for each sub-agent',
    'caps no agent',
    'keeps what was lost on the way',
    'counts what is done only',
    'forgets when the day turns',
  ],
  mutants: budgetMutants,
}
