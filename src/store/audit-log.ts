import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunHead } from '../record/run.ts'
import { type AuditRow, auditRows } from '../trace/audit.ts'
import type { Evidence } from '../trace/evidence.ts'
import { openAppended } from './appended.ts'
import { followChain, openChain } from './chained-lines.ts'

/** The audit log's name in the folder of a run. */
export const AUDIT_FILE = 'audit.jsonl'

/** A line of the audit log: one action of one trial. */
export interface AuditLine extends AuditRow {
  trial: string
  call: string
}

/** Longer results are in the trace alone, in characters. */
const LONGEST_RESULT = 4_000

/** The audit log of a run under way: what each trial did, written once it is judged, in the order of judging. */
export interface AuditLog extends Disposable {
  /** @param lines Of one trial, as `auditLines` gives them. */
  append(lines: readonly string[]): void
  /** Where its chain ends, for run.json. Everything is on the disk by then. */
  end(): NonNullable<RunHead['audit']>
}

/** @param nonce Where the chain starts; it is in no place that an agent can read while trials run. */
export function openAuditLog(folder: string, nonce: string): AuditLog {
  const file = openAppended(join(folder, AUDIT_FILE), 'w')
  const chain = openChain(nonce)
  return {
    append: (lines) => {
      if (lines.length > 0) file.write(Buffer.from(lines.map((line) => chain.add(line)).join('')))
    },
    end: () => {
      file.sync()
      return chain.end()
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

/** What a trial did, a line for each action, without the links. */
export function auditLines(trial: string, evidence: Evidence): string[] {
  return auditRows(evidence).map((row, index) => {
    const line: AuditLine = { trial, call: evidence.calls[index]?.call.id ?? '', ...row, result: bounded(row) }
    return JSON.stringify(line)
  })
}

function bounded({ result, result_summary: summary }: AuditRow): AuditRow['result'] {
  return JSON.stringify(result).length > LONGEST_RESULT ? { truncated: true, beginning: summary } : result
}

/** What is wrong with a run's audit log, as a sentence; undefined where every line is there, as it was written. */
export function auditProblem(folder: string, { audit }: Pick<RunHead, 'audit'>): string | undefined {
  if (!audit) return undefined
  const file = join(folder, AUDIT_FILE)
  if (!existsSync(file)) return `${AUDIT_FILE} is gone.`
  const check = followChain(file, audit.nonce, () => {})
  const broken = check.torn ? check.count + 1 : check.brokenAt
  if (broken !== undefined) return `${AUDIT_FILE} was changed: line ${broken} does not fit the line before it.`
  if (check.count === audit.count && check.head === audit.head) return undefined
  return `${AUDIT_FILE} was changed: it has ${check.count} of ${audit.count} lines.`
}
