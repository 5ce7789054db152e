/** Asked before money is spent, told after. All amounts in cents. */
export interface CostController {
  spend<T>(amount: number, act: () => Promise<T>): Promise<T>
}

/** Checks, then acts, then records: what every first version does, and what its unit tests pass. */
export function naiveController(cap: number): CostController {
  let spent = 0
  return {
    async spend(amount, act) {
      if (spent + amount > cap) throw new Error('over budget')
      const result = await act()
      spent += amount
      return result
    },
  }
}

/** Reserves, then acts. A reservation goes back only when it is known that nothing was spent. */
export function reservingController(cap: number, spentNothing: (thrown: unknown) => boolean): CostController {
  let reserved = 0
  return {
    async spend(amount, act) {
      if (reserved + amount > cap) throw new Error('over budget')
      reserved += amount
      try {
        return await act()
      } catch (thrown) {
        if (spentNothing(thrown)) reserved -= amount
        throw thrown
      }
    },
  }
}
