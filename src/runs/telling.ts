import type { TrialRecord } from '../record/trial.ts'
import type { Ledger } from '../store/ledger.ts'
import type { RunOptions } from './run-options.ts'

/** Tells of each trial once its record is on the disk: what was told as finished is never lost. No trial waits for that. */
export function openTelling(ledger: Pick<Ledger, 'entries' | 'synced'>, onTrial: RunOptions['onTrial']) {
  let told: Promise<unknown> = Promise.resolve()
  return {
    tell: (record: TrialRecord) => {
      const done = ledger.entries.size
      told = Promise.all([told, ledger.synced()]).then(() => onTrial?.(record, done))
      // Whoever waits for the last one hears of it.
      told.catch(() => {})
    },
    [Symbol.asyncDispose]: async () => void (await told),
  }
}
