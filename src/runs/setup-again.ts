import type { RunBasis, RunHead } from '../record/run.ts'
import type { Setup } from './setup.ts'

/**
 * How somebody goes about a run that was begun elsewhere or before: as it was begun.
 * @param usd Another limit of real money. Default: that of the run.
 */
export function setupAgain(
  { basis: { settings }, gate }: Pick<RunHead, 'gate'> & { basis: RunBasis },
  setup: Setup,
  usd?: number,
): Setup {
  return {
    ...setup,
    gate: gate.rows.map((row) => row.gate),
    limits: { ...setup.limits, usd: usd ?? settings.maxUsd ?? undefined },
    database: { ...setup.database, reset: settings.reset },
    pool: { ...setup.pool, realTime: settings.realTime },
    models: {
      ...(settings.models !== null && { mode: settings.models as Setup['models']['mode'] }),
      record: settings.record,
    },
  }
}
