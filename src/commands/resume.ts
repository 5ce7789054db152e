import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { shortPath } from '../kernel/short-path.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { RunBasis, RunHead } from '../record/run.ts'
import { basisOf, changesSince } from '../runs/basis.ts'
import type { Plan } from '../runs/plan.ts'
import { planAgain } from '../runs/plan-again.ts'
import type { Setup } from '../runs/setup.ts'
import type { Config } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import { HEAD_FILE, readHead } from '../store/head.ts'
import { LEDGER_FILE, mustGoOn } from '../store/ledger.ts'
import { traceProblem } from '../store/lost-traces.ts'
import { partialsOf, placeOf, placesOf } from '../store/places.ts'
import { readPlanned, SUITE_FILE } from '../store/planned.ts'
import { openRun } from '../store/stored-run.ts'
import { spelled } from './flags.ts'
import type { RunFlags } from './run-flags.ts'
import { SEARCH_FILE } from './search/search-file.ts'

/** A run that ended before its time, and what is left of it. */
export interface Resumable {
  /** Where it lies, and where it will. */
  from: string
  out: string
  head: RunHead & { basis: RunBasis }
  run: KeptRun
  /** How many of its trials have no record. */
  missing: number
}

/** What says which trials there are: a run that goes on has its own. */
const ITS_OWN = [
  ...['agent', 'model', 'variant', 'trials', 'seed', 'grep', 'tag', 'tier', 'shuffle', 'lastFailed', 'gate', 'shard'],
  ...['models', 'record', 'realTime', 'reset', 'saboteurs', 'watch', 'watched', 'list'],
] as const

/**
 * Finds the run that a command line asks to go on with.
 * @throws {UsageError} there is none, it may be under way, it was changed, or the command line says what it is itself.
 */
export function findResumable(config: Config, pattern: string | undefined, flags: RunFlags): Resumable {
  refuseItsOwn(pattern, flags)
  const usual = flags.out ? resolve(flags.out) : resolve(config.root, config.out)
  const from = typeof flags.resume === 'string' ? placeNamed(resolve(flags.resume)) : newestOf(usual)
  const head = readHead(from)
  if (existsSync(join(from, SEARCH_FILE)))
    throw new UsageError(
      `Failed to resume ${shortPath(from)}: it is a search. Go on with it by "mettle search" with the same arguments and --resume.`,
    )
  const run = openRun(from)
  const { digest } = readPlanned(from)
  if (digest !== head.planDigest) throw refuse(from, 'planned.jsonl was changed')
  mustGoOn(from, head.id)
  const { basis } = head
  if (!basis)
    throw refuse(from, 'nothing says what it rests on: "mettle run" begins such a run, of this version or a later one')
  const ran = new Set(run.rows.map(({ id }) => id))
  const missing = run.planned.filter(({ id }) => !ran.has(id)).length
  return { from, out: flags.out ? usual : placeOf(from), head: { ...head, basis }, run, missing }
}

function refuseItsOwn(pattern: string | undefined, flags: RunFlags): void {
  const said = ITS_OWN.filter((name) => (flags as Record<string, unknown>)[name] !== undefined)
  if (said.length === 0 && pattern === undefined) return
  const what = pattern === undefined ? said.map((name) => `--${spelled(name)}`).join(', ') : `"${pattern}"`
  throw new UsageError(`A run that goes on has its own plan, gates and settings: leave out ${what}.`)
}

/** A run that was killed may not have been put where it is named yet: the next run of its place does that. */
function placeNamed(named: string): string {
  return existsSync(join(named, HEAD_FILE)) ? named : newestOf(placeOf(named))
}

/** The last run into a place that ended before its time, else the one that is there. @throws {UsageError} there is none. */
export function newestOf(out: string): string {
  const places = [...partialsOf(out), ...placesOf(out, 'unfinished'), out].filter((place) =>
    existsSync(join(place, HEAD_FILE)),
  )
  const open = places.filter((place) => isOpen(place)).sort((one, other) => writtenAt(other) - writtenAt(one))
  const [newest] = open.length > 0 ? open : places.includes(out) ? [out] : []
  if (newest) return newest
  throw new UsageError(`There is no run to go on with in ${shortPath(dirname(out))}. Begin one with "mettle run".`)
}

/** Did it end before its time? */
function isOpen(place: string): boolean {
  const { finishedAt, summary } = readHead(place)
  return finishedAt === null || summary.notRun > 0
}

function writtenAt(place: string): number {
  return statSync(join(place, LEDGER_FILE), { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Its plan, of the project as it is now. */
export async function planOfResumed({ from, head }: Resumable, config: Config): Promise<Plan> {
  const { planned } = readPlanned(from)
  const plan = planAgain(config, await loadScenarios(config), head, planned)
  if (!head.shard) return plan
  const { index, count } = head.shard
  return { ...plan, shard: { index, count, suite: readPlanned(from, SUITE_FILE).planned } }
}

/** @throws {UsageError} it would be another run: names what changed. */
export async function mustBeTheSame(
  { from, head }: Resumable,
  plan: Plan,
  setup: Setup,
  root: string,
): Promise<RunBasis> {
  const now = await basisOf(plan.trials, setup, root)
  const lines = changesSince(head, now)
  if (lines.length > 0)
    throw refuse(
      from,
      `it would be another run:\n${lines.map((line) => `  ${line}`).join('\n')}\nWhat it has is there as before`,
    )
  return head.basis
}

/** Which trials of a run that went on have no evidence, as a sentence: their traces may have gone before it did. */
export function lostBefore(folder: string): string | undefined {
  return traceProblem(folder, openRun(folder))
}

function refuse(from: string, why: string): UsageError {
  return new UsageError(`Failed to resume ${shortPath(from)}: ${why}. Run it anew with "mettle run".`)
}
