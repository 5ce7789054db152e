import { formatMoney, micros } from '../kernel/money.ts'
import { openRunMoney, type RunBudget } from '../kernel/run-budget.ts'

/** What a whole run may take. */
export interface RunLimits {
  /** US dollars of real money. */
  usd?: number | undefined
  /** Minutes of real time. */
  minutes?: number | undefined
}

/** The real money of a run, kept where it outlives this process. Amounts are those of `RunBudget`. */
export interface Paying {
  /** What was paid before this process, in micro-dollars. */
  before: number
  /** Resolves when it is written down: only then may the call be sent. */
  reserved(amount: number | undefined): Promise<void>
  settled(reserved: number | undefined, actual: number | undefined): void
}

/** Keeps a run within its limits. */
export interface RunBounds extends Disposable {
  /** Aborts when the time is up. */
  readonly signal: AbortSignal
  /** What one trial pays for goes through this, before it is sent. */
  moneyOf(trial: string): RunBudget
  /** Was a call of this trial not sent for want of money? Then the trial says nothing. */
  cutShort(trial: string): boolean
  /** Is there money left for one more trial? */
  allows(): boolean
  /** What was paid, in micro-dollars. */
  paid(): number
  /** Why the run was stopped; null where no limit was met. */
  reason(): string | null
}

/**
 * Starts the clock.
 * @param paying What was paid before, and who writes down what is.
 */
export function openBounds({ usd, minutes }: RunLimits, paying?: Paying): RunBounds {
  const controller = new AbortController()
  const timer = minutes === undefined ? undefined : setTimeout(() => controller.abort(), minutes * 60_000)
  const money = openRunMoney(usd === undefined ? undefined : Math.floor(usd * 1_000_000), paying?.before)
  const short = new Set<string>()
  return {
    signal: controller.signal,
    moneyOf: (trial) => ({
      reserve: async (amount) => {
        const granted = !short.has(trial) && (await money.reserve(amount))
        if (!granted) {
          short.add(trial)
          return false
        }
        await paying?.reserved(amount).catch((thrown) => {
          // What nobody wrote down is not sent.
          money.settle(amount, 0)
          throw thrown
        })
        return true
      },
      settle: (reserved, actual) => {
        money.settle(reserved, actual)
        paying?.settled(reserved, actual)
      },
    }),
    cutShort: (trial) => short.has(trial),
    allows: () => money.refused() === undefined,
    paid: money.paid,
    reason: () => {
      if (controller.signal.aborted) return `The run reached its limit of ${minutes} min of real time`
      const refused = money.refused()
      if (refused === undefined) return null
      return toldShortOfMoney(usd, money.paid(), refused)
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

/** @param refused What the call may have cost that was not sent, in micro-dollars; null where nobody knew. */
export function toldShortOfMoney(usd: number | undefined, paid: number, refused: number | null): string {
  const next =
    refused === null
      ? 'nobody knows what the next call costs: give its model a `price`'
      : `the next call may cost ${shown(refused)}`
  return `The run reached its limit of $${usd} of real money: ${shown(paid)} were paid, and ${next}`
}

function shown(amount: number): string {
  return formatMoney(micros(amount))
}
