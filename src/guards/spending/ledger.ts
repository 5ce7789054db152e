/** What was reserved and spent, by call and by day. Amounts in micro-dollars, days since 1970. */
export interface Ledger {
  reserve(call: string, amount: number, day: number): void
  reservation(call: string): number | undefined
  /** Puts what was spent in the place of the reservation, on the day of the reservation. */
  settle(call: string, spent: number): void
  /** Settled and reserved together, of one day or of all. */
  total(day?: number): number
}

/** Days are kept apart for good: a clock that goes back finds the day as it left it. */
export function createLedger(): Ledger {
  const reserved = new Map<string, { amount: number; day: number }>()
  const settled = new Map<number, number>()
  return {
    reserve: (call, amount, day) => reserved.set(call, { amount, day }),
    reservation: (call) => reserved.get(call)?.amount,
    settle: (call, spent) => {
      const day = reserved.get(call)?.day
      if (day === undefined) return
      reserved.delete(call)
      settled.set(day, (settled.get(day) ?? 0) + spent)
    },
    total: (day) => {
      const held = [...reserved.values()].filter((entry) => day === undefined || entry.day === day)
      const spent = day === undefined ? [...settled.values()] : [settled.get(day) ?? 0]
      return sum([...held.map(({ amount }) => amount), ...spent])
    },
  }
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
