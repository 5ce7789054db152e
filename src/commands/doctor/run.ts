import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { digestText } from '../../kernel/json.ts'
import { AUDIT_FILE, auditProblem } from '../../store/audit-log.ts'
import { cutTail } from '../../store/cut-tail.ts'
import { readHead } from '../../store/head.ts'
import { LEDGER_FILE, readLedger, readRecords } from '../../store/ledger.ts'
import { lostLines, lostTraces } from '../../store/lost-traces.ts'
import { PLANNED_FILE, readPlanned } from '../../store/planned.ts'
import type { Diagnosis } from './check.ts'

/** How many of its kind are named. */
const NAMED = 5

type Named = Diagnosis & { name: string }

/**
 * Looks at a run, file by file. @param repair Cuts off what stands behind the last whole line of the ledger, and keeps it beside it.
 * @throws {UsageError} there is no run.
 */
export function examineRun(folder: string, repair = false): Named[] {
  const head = readHead(folder)
  const plan = readPlanned(folder)
  const cut = repair ? mend(folder, head.id) : undefined
  return [
    { name: 'run', status: 'ok', found: `${head.id}, ${head.finishedAt === null ? 'unfinished' : 'finished'}` },
    of('plan', plan.digest === head.planDigest, `${plan.planned.length} trials`, `${PLANNED_FILE} was changed`, ANEW),
    ledgerOf(folder, head.id, head.ledger, cut),
    ...tracesOf(folder, head.id),
    worldsOf(folder),
    auditOf(folder, head.audit),
  ]
}

const ANEW = 'Nothing can mend that. Run it anew.'

function of(name: string, sound: boolean, found: string, trouble: string, advice: string): Named {
  return sound ? { name, status: 'ok', found } : { name, status: 'fail', found: trouble, advice }
}

function mend(folder: string, runId: string): string | undefined {
  return cutTail(join(folder, LEDGER_FILE), readLedger(folder, runId).bytes)
}

function ledgerOf(folder: string, runId: string, ended: { count: number; head: string } | null, cut?: string): Named {
  const { entries, check, bytes } = readLedger(folder, runId)
  const found = `${entries.size} records in ${check.count} lines${cut ? `; the rest is in ${cut}` : ''}`
  const path = join(folder, LEDGER_FILE)
  const rest = (existsSync(path) ? statSync(path).size : 0) - bytes
  const whole = ended === null || (ended.count === check.count && ended.head === check.head)
  if (rest > 0) {
    const trouble = `${found}, and ${rest} bytes behind them that fit none (line ${check.count + 1})`
    return of('ledger', false, '', trouble, '"mettle doctor --run RUN --repair" puts them aside.')
  }
  return of('ledger', whole, found, `${found} of ${ended?.count}`, ANEW)
}

function tracesOf(folder: string, runId: string): Named[] {
  const { entries } = readLedger(folder, runId)
  const lost = entries.size === 0 ? [] : lostTraces(folder, readRecords(folder, entries.values()))
  return [
    of(
      'traces',
      lost.length === 0,
      `${entries.size} whole`,
      lostLines(lost).join('\n'),
      'Their verdicts stand, and have no evidence any more.',
    ),
  ]
}

/** What trials' worlds and databases held at their start lies under its own digest. */
function worldsOf(folder: string): Named {
  const place = join(folder, 'worlds')
  const names = existsSync(place) ? readdirSync(place).filter((name) => name.endsWith('.json')) : []
  const changed = names.filter((name) => digestText(readFileSync(join(place, name), 'utf8')) !== name.slice(0, -5))
  return of(
    'worlds',
    changed.length === 0,
    `${names.length} whole`,
    `${changed.slice(0, NAMED).join(', ')} was changed`,
    ANEW,
  )
}

function auditOf(folder: string, audit: Parameters<typeof auditProblem>[1]['audit']): Named {
  const trouble = auditProblem(folder, { audit })
  const found = audit === undefined ? `${AUDIT_FILE} is sealed at the end of a run` : `${audit.count} lines`
  return of('audit log', trouble === undefined, found, trouble ?? '', ANEW)
}
