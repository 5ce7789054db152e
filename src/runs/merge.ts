import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { canonical, digest } from '../kernel/json.ts'
import { shortPath } from '../kernel/short-path.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { PlannedTrial, RunBasis, RunHead } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { AUDIT_FILE, auditProblem, openAuditLog } from '../store/audit-log.ts'
import type { RunFolder } from '../store/directory.ts'
import { writeHead } from '../store/head.ts'
import { openLedger } from '../store/ledger.ts'
import { readPlanned, SUITE_FILE, writePlanned } from '../store/planned.ts'
import { openRun, readStoredTrace } from '../store/stored-run.ts'
import { changesSince } from './basis.ts'
import { auditAgain } from './continued.ts'
import { foldTrials } from './fold.ts'
import type { RunOptions } from './run-options.ts'

/** How many trials are named. */
const NAMED = 10

/** One shard, where it lies. */
interface Part {
  folder: string
  run: KeptRun
  shard: NonNullable<RunHead['shard']>
}

/** All shards of a run, whole, in their order. */
export interface Parts {
  parts: readonly Part[]
  /** The plan of all of them. */
  suite: readonly PlannedTrial[]
}

/**
 * Opens the shards of one run, in whatever order they are named.
 * @throws {UsageError} one of them is missing, torn, there twice or of another run: names it, and the trials that it lacks.
 */
export function openParts(folders: readonly string[]): Parts {
  const parts = folders.map(openPart).sort((one, other) => one.shard.index - other.shard.index)
  const [first] = parts
  if (!first) throw new UsageError('There is nothing to merge: name the folders of the shards.')
  for (const part of parts) mustFit(first, part)
  const { planned: suite, digest: found } = readPlanned(first.folder, SUITE_FILE)
  if (found !== first.shard.suite) throw refuse(first, `${SUITE_FILE} was changed`)
  mustBeAll(parts, suite)
  return { parts, suite }
}

function openPart(folder: string): Part {
  const run = opened(folder)
  const { shard, stopped, interrupted, finishedAt } = run.head
  if (!shard)
    throw new UsageError(`Failed to merge ${shortPath(folder)}: it is no shard. Run it with --shard 1/4, and so on.`)
  const part = { folder, run, shard }
  if (stopped !== null) throw refuse(part, stopped)
  if (interrupted || finishedAt === null)
    throw refuse(part, 'it did not come to its end: "mettle run --resume" goes on')
  mustHaveEvidence(part)
  return part
}

/** What comes from another machine may be no run in any way. */
function opened(folder: string): KeptRun {
  try {
    return openRun(folder)
  } catch (thrown) {
    if (thrown instanceof UsageError) throw thrown
    throw refuse({ folder }, messageOf(thrown))
  }
}

/** @throws {UsageError} a trace, or the audit log, is not as it was written. A merged run would say otherwise. */
function mustHaveEvidence({ folder, run }: Part): void {
  for (const record of run.records()) {
    const { file } = record.trace
    if (!/^traces\/[\w-]+\.jsonl$/.test(file) || !isFile(join(folder, file)))
      throw refuse({ folder }, `the trace of ${record.id} is gone`)
    const { problem } = readStoredTrace(folder, record)
    if (problem !== undefined) throw refuse({ folder }, `of the trace of ${record.id} ${problem}`)
  }
  if (!isFile(join(folder, AUDIT_FILE))) throw refuse({ folder }, `${AUDIT_FILE} is gone`)
  const problem = auditProblem(folder, run.head)
  if (problem !== undefined) throw refuse({ folder }, problem.replace(/\.$/, ''))
}

/** No link, which may lead anywhere, and nothing that would never end. */
function isFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true
}

/** @throws {UsageError} they are shards of two runs. */
function mustFit(first: Part, part: Part): void {
  const [one, other] = [first.run.head, part.run.head]
  if (first.shard.count !== part.shard.count)
    throw refuse(part, `it is one of ${part.shard.count}, ${shortPath(first.folder)} one of ${first.shard.count}`)
  if (one.seed !== other.seed)
    throw refuse(part, `its seed is ${other.seed}, that of ${shortPath(first.folder)} ${one.seed}`)
  if (part.shard.suite !== first.shard.suite)
    throw refuse(part, `its plan is another one than that of ${shortPath(first.folder)}`)
  if (one.basis && other.basis) {
    const lines = changesSince({ ...one, basis: one.basis }, inBoth(one.basis, other.basis), other.environment)
    if (lines.length > 0)
      throw refuse(part, `it is of another run than ${shortPath(first.folder)}:\n  ${lines.join('\n  ')}`)
  }
  const [gates, theirs] = [one, other].map(({ gate }) => canonical(gate.rows.map((row) => row.gate)))
  if (gates !== theirs) throw refuse(part, `its gates are others than those of ${shortPath(first.folder)}`)
}

/** A shard names what it runs itself: what only one of them has is no difference. */
function inBoth(one: RunBasis, other: RunBasis): RunBasis {
  const both = (name: 'parts' | 'files') => ({ ...one[name], ...pick(other[name], Object.keys(one[name])) })
  return { settings: other.settings, parts: both('parts'), files: both('files') }
}

function pick(from: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))
}

/** @throws {UsageError} names the trials that nobody ran, or that two did. */
function mustBeAll(parts: readonly Part[], suite: readonly PlannedTrial[]): void {
  const owners = new Map<string, Part[]>()
  for (const part of parts)
    for (const { id } of readPlanned(part.folder).planned) owners.set(id, [...(owners.get(id) ?? []), part])
  const twice = suite.filter(({ id }) => (owners.get(id)?.length ?? 0) > 1)
  if (twice.length > 0)
    throw new UsageError(`Failed to merge: ${named(twice)}These are in more than one shard: ${whose(owners, twice)}.`)
  const missing = suite.filter(({ id }) => !owners.has(id))
  const ran = new Set(parts.flatMap(({ run }) => run.rows.map(({ id }) => id)))
  const undone = parts.flatMap(({ run }) => run.planned.filter(({ id }) => !ran.has(id)))
  const lacking = [...missing, ...undone]
  if (lacking.length === 0) return
  const { count } = parts[0]?.shard ?? { count: 0 }
  const there = new Set(parts.map(({ shard }) => shard.index))
  const gone = Array.from({ length: count }, (_, at) => at + 1).filter((index) => !there.has(index))
  const which = gone.length === 0 ? '' : `: shard ${gone.join(', ')} of ${count} is missing`
  throw new UsageError(`Failed to merge: ${named(lacking)}These are in no shard${which}.`)
}

function named(trials: readonly PlannedTrial[]): string {
  const ids = trials.slice(0, NAMED).map(({ id }) => `  ${id}\n`)
  const more = trials.length > NAMED ? `  and ${trials.length - NAMED} more\n` : ''
  return `${trials.length} ${trials.length === 1 ? 'trial' : 'trials'}\n${ids.join('')}${more}`
}

function whose(owners: ReadonlyMap<string, readonly Part[]>, trials: readonly PlannedTrial[]): string {
  const folders = trials.flatMap(({ id }) => (owners.get(id) ?? []).map(({ folder }) => shortPath(folder)))
  return [...new Set(folders)].join(', ')
}

function refuse({ folder }: Pick<Part, 'folder'>, why: string): UsageError {
  return new UsageError(`Failed to merge ${shortPath(folder)}: ${why}.`)
}

/**
 * Makes one run of its shards: the same one, in whatever order they came.
 * @throws {UsageError} a gate names what nothing defines.
 */
export function mergeParts(
  { parts, suite }: Parts,
  folder: RunFolder,
  regressions: RunOptions['regressions'],
): KeptRun {
  const [{ run }] = parts as [Part]
  const heads = parts.map((part) => part.run.head)
  const { shard: _, resumed: __, audit: ___, ...first } = run.head
  const gates = first.gate.rows.map((row) => row.gate)
  // Nobody writes while this is made: what its chain begins with needs no chance, and two merges are the same.
  const id = `merged-${digest(heads.map((head) => head.id))}`
  const head: RunHead = {
    ...first,
    ...{ id, planned: suite.length, planDigest: writePlanned(folder.path, suite), ledger: null },
    startedAt: heads.map(({ startedAt }) => startedAt).sort()[0] ?? first.startedAt,
    finishedAt:
      heads
        .map(({ finishedAt }) => finishedAt ?? '')
        .sort()
        .at(-1) ?? first.finishedAt,
    paidUsd: heads.reduce((sum, { paidUsd }) => sum + paidUsd, 0),
    agents: together(heads.map(({ agents }) => agents)),
    scenarios: together(heads.map(({ scenarios }) => scenarios)),
    environment: {
      ...first.environment,
      database: heads.find(({ environment }) => environment.database)?.environment.database ?? null,
    },
    ...(first.basis && { basis: { ...first.basis, ...basisOfAll(heads) } }),
  }
  using ledger = openLedger(folder.path, id)
  for (const record of recordsOf(parts, suite, folder.path)) ledger.append(record)
  using audit = openAuditLog(folder.path, digest([id, 'audit']))
  auditAgain(ledger, audit, folder.path)
  const sequential = first.sequential?.plan
  const { ran, ...folded } = foldTrials(
    { ...first, trials: suite, sequential, gates, stopped: null, regressions },
    head,
    ledger,
    folder.path,
  )
  const merged: RunHead = { ...head, ...folded, ledger: ledger.end(), audit: audit.end() }
  writeHead(folder.path, merged)
  return { ...ran, head: merged }
}

/** Each that is in one of them, in the order of the shards. */
function together<T>(lists: readonly (readonly T[])[]): T[] {
  return [...new Map(lists.flat().map((one) => [canonical(one), one])).values()].sort((one, other) =>
    canonical(one) < canonical(other) ? -1 : 1,
  )
}

function basisOfAll(heads: readonly RunHead[]): Pick<NonNullable<RunHead['basis']>, 'parts' | 'files'> {
  const sorted = (name: 'parts' | 'files') =>
    Object.fromEntries(
      heads
        .flatMap(({ basis }) => Object.entries(basis?.[name] ?? {}))
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    )
  return { parts: sorted('parts'), files: sorted('files') }
}

/** Their records in the order of the plan, once their traces and worlds lie in the folder. */
function* recordsOf(parts: readonly Part[], suite: readonly PlannedTrial[], folder: string): Generator<TrialRecord> {
  const owners = new Map<string, Part>()
  for (const part of parts) {
    copyInto(part, folder)
    for (const { id } of part.run.rows) owners.set(id, part)
  }
  for (const { id } of suite) {
    const part = owners.get(id)
    if (!part) continue
    const record = part.run.record(id)
    yield { ...record, trace: { ...record.trace, file: placeOf(part, record.trace.file) } }
  }
}

function placeOf({ shard }: Part, file: string): string {
  return `traces/s${shard.index}-${basename(file)}`
}

/** What its records rest on, and nothing else that lies there. */
function copyInto(part: Part, folder: string): void {
  const traces = new Set([...part.run.records()].map(({ trace }) => trace.file))
  for (const file of traces) copyFileSync(join(part.folder, file), join(folder, placeOf(part, file)))
  const worlds = join(part.folder, 'worlds')
  if (!existsSync(worlds)) return
  mkdirSync(join(folder, 'worlds'), { recursive: true })
  for (const name of readdirSync(worlds)) {
    const path = join(worlds, name)
    if (/^[0-9a-f]+\.json$/.test(name) && isFile(path)) copyFileSync(path, join(folder, 'worlds', name))
  }
}
