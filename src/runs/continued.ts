import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { TrialRecord } from '../record/trial.ts'
import { type AuditLog, auditLines } from '../store/audit-log.ts'
import { type Ledger, readRecords } from '../store/ledger.ts'
import { readEvidence, readStoredTrace } from '../store/stored-run.ts'

/** What trials of an earlier process did: their lines are made anew, since what their chain began with went with that process. */
export function auditAgain({ entries }: Ledger, audit: AuditLog, folder: string): void {
  if (entries.size === 0) return
  for (const record of readRecords(folder, entries.values())) audit.append(auditOf(folder, record))
}

/** A trial without evidence has no actions that anybody could tell. */
function auditOf(folder: string, record: TrialRecord): string[] {
  const { problem } = readStoredTrace(folder, record)
  return problem === undefined ? auditLines(record.id, readEvidence(folder, record)) : []
}

/** The highest number among the workers' files of a run's folder. A worker writes behind no other's lines. */
export function tracesIn(folder: string): number {
  const numbers = readdirSync(join(folder, 'traces')).map((name) => Number(/^w(\d+)\.jsonl$/.exec(name)?.[1] ?? 0))
  return Math.max(0, ...numbers)
}
