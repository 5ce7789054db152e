/** Whose spending a sum is of: one day, one agent, or all. */
export interface Scope {
  /** Days since 1970. */
  day?: number
  /** The agent at the root: what its sub-agents spend is its own. */
  agent?: string
}

/** What was reserved and spent, by call, by day and by agent. Amounts in micro-dollars. */
export interface Account {
  reserve(call: string, amount: number, of: Required<Scope>): void
  reservation(call: string): number | undefined
  /** Puts what was spent in the place of the reservation, on the day of the reservation. */
  settle(call: string, spent: number): void
  /** Settled and reserved together. */
  total(scope?: Scope): number
}

interface Entry extends Required<Scope> {
  amount: number
}

/** Days are kept apart for good: a clock that goes back finds the day as it left it. */
export function openAccount(): Account {
  const reserved = new Map<string, Entry>()
  // One entry for each day and agent.
  const settled = new Map<string, Entry>()
  return {
    reserve: (call, amount, of) => reserved.set(call, { ...of, amount }),
    reservation: (call) => reserved.get(call)?.amount,
    settle: (call, spent) => {
      const entry = reserved.get(call)
      if (!entry) return
      reserved.delete(call)
      const { day, agent } = entry
      const place = `${day} ${agent}`
      settled.set(place, { day, agent, amount: (settled.get(place)?.amount ?? 0) + spent })
    },
    total: ({ day, agent } = {}) => {
      let sum = 0
      for (const entries of [reserved, settled]) {
        for (const one of entries.values()) {
          if ((day === undefined || one.day === day) && (agent === undefined || one.agent === agent)) sum += one.amount
        }
      }
      return sum
    },
  }
}
