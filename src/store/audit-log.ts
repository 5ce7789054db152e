import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../record/run.ts'
import { type AuditRow, auditRows } from '../trace/audit.ts'
import { link } from '../trace/chain.ts'
import type { Evidence } from '../trace/evidence.ts'

/** The audit log's name in the folder of a run. */
export const AUDIT_FILE = 'audit.jsonl'

/** A line of the audit log: one action of one trial. */
export interface AuditLine extends AuditRow {
  trial: string
  call: string
}

/** Each line ends in its link, as its last member: the file stays lines of JSON. */
const LINK = ',"link":"'

/** Longer results are in the trace alone, in characters. */
const LONGEST_RESULT = 4_000

/** The audit log of a run under way: what each trial did, written once it is judged, in the order of judging. */
export interface AuditLog {
  /** @param lines Of one trial, as `auditLines` gives them. */
  append(lines: readonly string[]): void
  /** Where its chain ends, for run.json. */
  end(): NonNullable<RunRecord['audit']>
  close(): void
}

/** @param nonce Where the chain starts; it is in no place that an agent can read while trials run. */
export function openAuditLog(folder: string, nonce: string): AuditLog {
  const file = openSync(join(folder, AUDIT_FILE), 'w')
  let [head, count] = ['', 0]
  return {
    append: (lines) => {
      const linked = lines.map((text) => {
        head = link(nonce, head, text)
        count++
        return `${text.slice(0, -1)}${LINK}${head}"}\n`
      })
      if (linked.length > 0) writeSync(file, linked.join(''))
    },
    end: () => ({ nonce, head, count }),
    close: () => closeSync(file),
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
export function auditProblem(folder: string, { audit }: Pick<RunRecord, 'audit'>): string | undefined {
  if (!audit) return undefined
  const file = join(folder, AUDIT_FILE)
  if (!existsSync(file)) return `${AUDIT_FILE} is gone.`
  const check = follow(readFileSync(file, 'utf8'), audit.nonce)
  if (check.brokenAt !== undefined) {
    return `${AUDIT_FILE} was changed: line ${check.brokenAt} does not fit the line before it.`
  }
  if (check.count === audit.count && check.head === audit.head) return undefined
  return `${AUDIT_FILE} was changed: it has ${check.count} of ${audit.count} lines.`
}

/** Follows the links from line to line, as far as they fit. */
function follow(content: string, nonce: string): { head: string; count: number; brokenAt?: number } {
  let [head, count] = ['', 0]
  for (const line of content.split('\n').filter((one) => one !== '')) {
    const at = line.lastIndexOf(LINK)
    const expected = link(nonce, head, `${line.slice(0, Math.max(0, at))}}`)
    if (at < 0 || line.slice(at) !== `${LINK}${expected}"}`) return { head, count, brokenAt: count + 1 }
    head = expected
    count++
  }
  return { head, count }
}
