import type { Action } from '../deps.ts'
import { byEffects, type Counted, type Law } from '../law.ts'
import { isAmount, kept } from './kept.ts'

export interface Spend extends Action {
  amount: number
}

export interface BudgetLaw {
  /** How much may be spent, in the units of `amount`. */
  cap: number
  /** Until when: for ever, or until the day turns. Default: 'day'. */
  per?: 'day' | 'total'
  /** How much one action may spend. Default: the cap. */
  action?: number
}

const DAY_MS = 86_400_000

/** No more is spent than the cap (by UTC days), no amount is odd, and what fits is let through. @throws {UsageError} a cap is none. */
export function budget({ cap, per = 'day', action = cap }: BudgetLaw): Law<Spend> {
  kept('budget', 'cap', cap, isAmount, 'a finite amount above 0')
  kept('budget', 'action', action, isAmount, 'a finite amount above 0')
  const windowOf = ({ time }: Counted<Spend>) => (per === 'day' ? Math.floor(time / DAY_MS) : 0)
  const amounts = [1, action - 1, action, action + 1, 0, -1, Number.NaN, Number.POSITIVE_INFINITY]
  const excess = (deeds: readonly Counted<Spend>[]): string | undefined => {
    const odd = deeds.find(({ did }) => !(Number.isFinite(did.amount) && did.amount >= 0))
    if (odd) return `${odd.did.amount} is no amount to spend`
    const dear = deeds.find(({ did }) => did.amount > action)
    if (dear) return `${dear.did.amount} spent at once, at most ${action} may be`
    const sums = [...Map.groupBy(deeds, windowOf).values()].map(sumOf)
    const over = sums.find((sum) => sum > cap)
    return over === undefined ? undefined : `${over} spent${per === 'day' ? ' in a day' : ''}, the cap is ${cap}`
  }
  const source = `laws.budget({ cap: ${cap}, per: '${per}'${action === cap ? '' : `, action: ${action}`} })`
  return {
    name: 'budget',
    source,
    actions: [...new Set(amounts)].map((amount) => ({ amount })),
    waits: (now) => (per === 'day' ? [DAY_MS - (now % DAY_MS)] : []),
    oddities: ({ amount }) => odditiesOf(amount, action),
    describe: ({ amount }) => `spend ${amount}`,
    ...byEffects({ excess, isSound: ({ amount }) => Number.isFinite(amount) && amount > 0 }),
    isDone: ({ action }, deeds) => deeds.reduce((sum, { did }) => sum + did.amount, 0) >= action.amount,
    sum: ({ deeds, now }) => {
      const last = deeds.map((deed) => ({ ...deed, time: deed.times.at(-1) ?? now }))
      const today = last.filter((deed) => windowOf(deed) === windowOf({ ...deed, time: now }))
      return `${sumOf(today)} of ${cap}`
    },
  }
}

function sumOf(deeds: readonly Counted<Spend>[]): number {
  return deeds.reduce((sum, { did }) => sum + did.amount, 0)
}

function odditiesOf(amount: number, most: number): string[] {
  if (Number.isNaN(amount)) return ['NaN']
  if (!Number.isFinite(amount)) return ['infinite']
  if (amount < 0) return ['negative']
  if (amount === 0) return ['zero']
  return amount > most ? ['over the cap'] : []
}
