import { randomBytes } from 'node:crypto'
import type { KeptRun } from '../record/kept-run.ts'
import type { RunHead } from '../record/run.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import { continueLedger, type Ledger, openLedger } from '../store/ledger.ts'
import { openPaidLog, type PaidLog } from '../store/paid-log.ts'
import { auditAgain } from './continued.ts'
import { beginRun, concludeRun, continueRun } from './fold.ts'
import { openBounds } from './limits.ts'
import type { RunOptions } from './run-options.ts'

/** A run whose trials are performed elsewhere, as it begins. */
export interface Gathering {
  head: RunHead
  ledger: Ledger
  audit: AuditLog
  paid: PaidLog
  /** Aborts at the end of the run. */
  signal: AbortSignal
}

/** What is known at its end. */
export interface Gathered extends Pick<RunHead, 'fleet'> {
  /** Why a limit ended it; null where none did. */
  stopped: string | null
  /** What was paid in all, in micro-dollars. */
  paid: number
  /** Where databases came from. */
  database: string | null
}

/** Folds records that come from elsewhere into a run of this folder, which then is as any other. Nothing is performed here. */
export async function gatherRun(options: RunOptions, gather: (open: Gathering) => Promise<Gathered>): Promise<KeptRun> {
  const { folder, resumed, setup } = options
  const startedAt = new Date().toISOString()
  using paid = openPaidLog(folder.path)
  using bounds = openBounds({ minutes: setup.limits.minutes })
  const signal = AbortSignal.any([bounds.signal, ...(options.signal ? [options.signal] : [])])
  using audit = openAuditLog(folder.path, randomBytes(16).toString('hex'))
  const begun = resumed ? continueRun(options, resumed, startedAt) : beginRun(options, startedAt, null)
  using ledger = resumed ? continueLedger(folder.path, begun.id) : openLedger(folder.path, begun.id)
  auditAgain(ledger, audit, folder.path)
  const gathered = await gather({ head: begun, ledger, audit, paid, signal })
  const environment = { ...begun.environment, database: gathered.database ?? begun.environment.database }
  const head = { ...begun, environment, fleet: gathered.fleet }
  const stopped = bounds.reason() ?? gathered.stopped
  return concludeRun(options, { head, ledger, audit: audit.end(), stopped, paid: gathered.paid, asked: false })
}
