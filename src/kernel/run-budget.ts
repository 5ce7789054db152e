/**
 * The real money of a whole run. Whoever is about to send a call that somebody pays for takes the most that it can cost
 * first, and says afterwards what it came to. One ledger serves all trials of a run, so that no two of them reckon with the
 * same dollar. Amounts are micro-dollars.
 */
export interface RunBudget {
  /**
   * Takes an amount from what is left. Waits while calls under way may still give some of theirs back.
   * @param micros The most that the call can cost. Undefined: nobody knows, which is refused where there is a cap.
   * @param tokens The most that it can take, read and said, where somebody counts them.
   * @returns false: it is not to be sent. Nothing was taken.
   */
  reserve(micros: number | undefined, tokens?: number): Promise<boolean>
  /**
   * Puts what a call came to in the place of what was taken for it; once for each.
   * @param actual 0 for one that failed and costs nothing. Undefined, and what is no amount: nobody knows, and it costs all of it.
   * @param tokens The same of its tokens.
   */
  settle(reserved: number | undefined, actual: number | undefined, tokens?: CallTokens): void
}

/** What a call took at the most, and what it came to. Undefined: nobody knows. */
export interface CallTokens {
  reserved: number
  actual: number | undefined
}

/** The one ledger of a run. */
export interface RunMoney extends RunBudget {
  /** What was paid so far. */
  paid(): number
  /** What the first call that was refused may have cost; undefined where none was refused, null where nobody knew. */
  refused(): number | null | undefined
}

interface Waiting {
  micros: number
  answer(granted: boolean): void
}

/**
 * @param cap Micro-dollars. Default: none, and only what was paid is counted.
 * @param before What was paid already, in micro-dollars.
 */
export function openRunMoney(cap = Number.POSITIVE_INFINITY, before = 0): RunMoney {
  let [paid, taken] = [before, 0]
  let refused: number | null | undefined
  // Who came first goes first: a dear call is not starved by cheap ones.
  const waiting: Waiting[] = []
  const refuse = (micros: number | null) => {
    if (refused === undefined) refused = micros
    return false
  }
  const answer = () => {
    for (let next = waiting[0]; next; next = waiting[0]) {
      const { micros } = next
      // Whatever the others give back, it is too much.
      const never = paid + micros > cap
      if (!never && paid + taken + micros > cap) return
      waiting.shift()
      if (!never) taken += micros
      next.answer(never ? refuse(micros) : true)
    }
  }
  return {
    reserve: (micros) => {
      if (!Number.isFinite(cap)) {
        taken += amountOf(micros)
        return Promise.resolve(true)
      }
      if (micros === undefined || !(micros >= 0)) return Promise.resolve(refuse(null))
      return new Promise((resolve) => {
        waiting.push({ micros, answer: resolve })
        answer()
      })
    },
    settle: (reserved, actual) => {
      taken -= amountOf(reserved)
      paid += actual !== undefined && actual >= 0 ? actual : amountOf(reserved)
      answer()
    },
    paid: () => paid,
    refused: () => refused,
  }
}

function amountOf(micros: number | undefined): number {
  return micros !== undefined && micros > 0 ? micros : 0
}
