import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { digestText } from '../kernel/json.ts'
import { visible } from '../kernel/visible.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { TrialRow } from '../record/row.ts'
import type { PlannedTrial, RunHead } from '../record/run.ts'
import { summarize } from '../record/summarize.ts'
import { withoutSaved } from '../record/task.ts'
import type { TrialRecord } from '../record/trial.ts'
import { sealClosing } from '../trace/chain.ts'
import { type Contents, contentsFile } from '../trace/contents.ts'
import type { Recorded } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'
import { readHead } from './head.ts'
import { type Entries, LEDGER_FILE, readLedger, readRecords } from './ledger.ts'
import { PLANNED_FILE, readPlanned } from './planned.ts'

/** Opens a stored run: its head, and a row of each trial. @throws {UsageError} there is none, or it is not readable as one. */
export function openRun(folder: string): KeptRun {
  const head = readHead(folder)
  const { planned: all, digest } = readPlanned(folder)
  const { entries, check } = readLedger(folder, head.id)
  const planned = withoutSaved(all, head.sequential?.tasks ?? [], entries)
  const run = keptRun(folder, head, planned, entries)
  const changed = digest === head.planDigest ? changeOf(head, check) : `${PLANNED_FILE} was changed`
  if (changed === undefined && head.finishedAt !== null) return run
  const summary = summarize(run.rows, planned.length)
  const lack = changed ?? `The run is unfinished: ${run.rows.length} of ${planned.length} trials have ended`
  const gate = { ...head.gate, passed: false, reason: `${lack}.` }
  // A run that was not seen to its end, or is not as it was written, passes no gate, whatever the gate says.
  return { ...run, head: { ...head, summary, gate, stopped: head.stopped ?? lack } }
}

/** What became of the ledger since it was written. Of a run that was killed the last line may be half written. */
function changeOf({ ledger }: RunHead, { head, count, brokenAt }: ReturnType<typeof readLedger>['check']) {
  if (brokenAt !== undefined) return `${LEDGER_FILE} was changed: line ${brokenAt} does not fit the line before it`
  if (ledger === null || (ledger.count === count && ledger.head === head)) return undefined
  return `${LEDGER_FILE} was changed: it has ${count} of ${ledger.count} lines`
}

/** A run whose rows are in memory already. @param planned Those that were needed. */
export function keptRun(folder: string, head: RunHead, planned: readonly PlannedTrial[], entries: Entries): KeptRun {
  const known = planned.flatMap(({ id }) => entries.get(id)?.row ?? [])
  // What nobody planned is no reason to hide it.
  const rows = known.length === entries.size ? known : [...known, ...straysOf(planned, entries)]
  const placeOf = (id: string) => {
    const entry = entries.get(id)
    if (!entry) throw new Error(`Failed to read a trial: there is no trial "${id}".`)
    return entry
  }
  const record = (id: string) => [...readRecords(folder, [placeOf(id)])][0] as TrialRecord
  return {
    head,
    planned,
    rows,
    record,
    records: (of = rows) => readRecords(folder, placesOf(of, placeOf)),
    evidence: (id) => readEvidence(folder, record(id)),
  }
}

function straysOf(planned: readonly PlannedTrial[], entries: Entries): TrialRow[] {
  const ids = new Set(planned.map(({ id }) => id))
  return [...entries.values()].flatMap(({ row }) => (ids.has(row.id) ? [] : [row]))
}

function* placesOf<T>(rows: Iterable<{ id: string }>, placeOf: (id: string) => T): Generator<T> {
  for (const { id } of rows) yield placeOf(id)
}

/** Reads one trial's trace from a run's folder. @throws {Error} it is missing, or does not fit its chain. */
export function readEvidence(folder: string, trial: Pick<TrialRecord, 'id'> & TraceOf): Evidence {
  const { events, problem } = readStoredTrace(folder, trial)
  if (problem) throw new UsageError(`Failed to read the trace of ${trial.id}: ${problem}. It is no evidence.`)
  return gatherEvidence(events, (digest) => readContents(folder, digest))
}

/** Where a record says that its trace lies. */
export type TraceOf = Pick<TrialRecord, 'trace' | 'closing' | 'chain'>

/**
 * A trial's events, from its worker's file and from its record. `problem` says in half a sentence why they are no
 * evidence; those before the first line that was changed are given all the same.
 */
export function readStoredTrace(
  folder: string,
  { trace, closing, chain }: TraceOf,
): { events: Recorded[]; problem?: string } {
  const { nonce } = chain
  // A record may be anybody's: only what lies in its run is looked at.
  if (!isWithin(trace.file)) return { events: [], problem: `its place is no file of the run: ${visible(trace.file)}` }
  const read = readable(() => readTrace({ ...trace, path: join(folder, trace.file), nonce }))
  if (typeof read === 'string') return { events: [], problem: read }
  const { events, check } = read
  if (check.brokenAt !== undefined) return { events, problem: `line ${check.brokenAt} does not fit the line before it` }
  const all = [...events, ...(closing as unknown as Recorded[])]
  const { head, count } = sealClosing(nonce, check, closing as unknown as Recorded[])
  if (check.torn || count !== chain.count) return { events: all, problem: 'lines of it are missing' }
  return head === chain.head ? { events: all } : { events: all, problem: 'its end is another one' }
}

function isWithin(file: string): boolean {
  return !isAbsolute(file) && !file.split(/[/\\]/).includes('..')
}

/** The file may be gone, or be no file. */
function readable<T>(read: () => T): T | string {
  try {
    return read()
  } catch (thrown) {
    return `it cannot be read (${messageOf(thrown)})`
  }
}

const known = new Map<string, Contents>()
/** Worlds may be as many as trials: the last few are held. */
const HELD = 32

/**
 * What a database or a world held at the start of a trial: trials of a run share it.
 * @throws {Error} it is not there, or not what it was.
 */
export function readContents(folder: string, digest: string): Contents {
  if (!/^[0-9a-f]+$/.test(digest)) throw new Error(`Failed to read a trial's world: "${digest}" is no digest.`)
  const file = join(folder, contentsFile(digest))
  const found = known.get(file)
  if (found) return found
  const text = readFileSync(file, 'utf8')
  if (digestText(text) !== digest) throw new UsageError(`Failed to read a trial's world: ${file} was changed.`)
  const contents = JSON.parse(text) as Contents
  if (known.size >= HELD) known.delete([...known.keys()][0] ?? '')
  known.set(file, contents)
  return contents
}
