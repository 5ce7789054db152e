import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import type { TrialRow } from '../record/row.ts'
import type { GateRecord, GateRow, Known, PlannedTrial, RunRecord } from '../record/run.ts'
import type { TaskRecord } from '../record/sequential.ts'
import { type Candidate, lackOf, pairWithRecords } from './candidate.ts'
import { judgeGate } from './judge-gate.ts'
import type { Figure } from './metrics/define.ts'
import { type Gate, parseGate } from './parse-gate.ts'
import { valuesOf } from './tags.ts'

/** A run as far as gates look at it. */
export interface GatedRun {
  trials: readonly TrialRow[]
  planned: readonly PlannedTrial[]
  known: Known
  /** Why a limit ended it before its plan was done; such a run never passes. */
  stopped?: string | null
  /** What sequential repeats came to. */
  sequential?: RunRecord['sequential']
  /** Compares the selected trials with a reference run: how many of its findings are regressions. */
  regressions?: ((trials: readonly TrialRow[]) => Figure) | undefined
  /** The guards that were loosened, where the run is one of `mettle guards mutate`. */
  mutation?: RunRecord['mutation']
}

/**
 * Reads gates and checks their names against what is planned and known, before any trial costs money.
 * @throws {UsageError} a gate that cannot be read, or names what nothing defines.
 */
export function readGates(gates: readonly string[], run: GatedRun): Gate[] {
  const candidates = pairWithRecords(run.planned, run.trials)
  return gates.map((text) => {
    const gate = parseGate(text)
    checkNames(gate, run.known, candidates)
    return gate
  })
}

/**
 * Does the run pass? With gates: all that were evaluated hold, and there is at least one. Without: every trial passed.
 * Either way each planned trial must have its one record, and there must be one.
 * @throws {UsageError} as `readGates`.
 */
export function judgeRun(gates: readonly string[], run: GatedRun): GateRecord {
  const candidates = pairWithRecords(run.planned, run.trials)
  const rows = readGates(gates, run).map((gate) => judgeGate(gate, candidates, run))
  const lack = run.stopped ?? findGap(run, candidates)
  const objection = lack ?? (gates.length > 0 ? findFailedGate(rows) : findDoubt(run, candidates))
  if (objection) return { passed: false, reason: `${objection}.`, rows }
  return { passed: true, reason: describePass(rows, run), rows }
}

/** Where plan and records disagree, no gate can be trusted. */
function findGap({ planned, trials }: GatedRun, candidates: readonly Candidate[]): string | undefined {
  if (planned.length === 0) return 'No trial was planned'
  const ids = new Set(planned.map(({ id }) => id))
  const stray = trials.filter(({ id }) => !ids.has(id))
  if (stray[0]) return tell(stray.length, 'record', `of no planned trial, first ${stray[0].id}`)
  if (ids.size < planned.length) return 'A trial was planned twice under one id'
  const gaps = candidates.filter(({ records }) => records.length !== 1)
  return gaps[0] && tell(gaps.length, 'planned trial', `without exactly one record: ${lackOf(gaps[0])}`)
}

function findFailedGate(rows: readonly GateRow[]): string | undefined {
  const failed = rows.filter(({ status }) => status === 'failed')
  if (failed[0])
    return `${failed.length} of ${rows.length} gates failed, first '${failed[0].gate}': ${failed[0].reason.replace(/\.$/, '')}`
  if (rows.every(({ status }) => status === 'not-evaluated'))
    return 'None of the gates was evaluated: --gate takes one for these trials'
  return undefined
}

function findDoubt({ sequential }: GatedRun, candidates: readonly Candidate[]): string | undefined {
  return sequential ? findNotGood(sequential.tasks, candidates) : findNotPassed(candidates)
}

/** Where the evidence decides, some trials of a good task may fail; none may be an error. */
function findNotGood(tasks: readonly TaskRecord[], candidates: readonly Candidate[]): string | undefined {
  const lacks = candidates.map(lackOf).filter((lack) => lack !== undefined)
  if (lacks[0]) return tell(lacks.length, 'trial', `cannot be counted, first: ${lacks[0]}`)
  const others = tasks.filter(({ decision }) => decision !== 'good')
  const [first] = others
  if (!first) return tasks.length === 0 ? 'No task was decided' : undefined
  const name = [first.scenario, first.variant, first.model === null ? first.agent : `${first.agent}@${first.model}`]
  return `Tasks that are not good: ${others.length} of ${tasks.length}, first ${name.join('~')} (${first.decision})`
}

function findNotPassed(candidates: readonly Candidate[]): string | undefined {
  const others = candidates.filter(({ evidence }) => evidence?.verdict !== 'passed')
  const [first] = others
  if (!first) return undefined
  const verdict = first.records[0]?.verdict ?? 'missing'
  return `${others.length} of ${tell(candidates.length, 'trial', 'did not pass')}, first ${first.planned.id} (${verdict})`
}

function describePass(rows: readonly GateRow[], { sequential, planned }: GatedRun): string {
  if (rows.length === 0 && sequential) return `Every task is good, ${sequential.tasks.length} in all.`
  if (rows.length === 0) return planned.length === 1 ? 'The trial passed.' : `All ${planned.length} trials passed.`
  const held = rows.filter(({ status }) => status === 'passed').length
  const rest = rows.length - held
  return `${tell(held, 'gate', 'held')}${rest > 0 ? `, ${rest} not evaluated` : ''}.`
}

function tell(number: number, noun: string, what: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'} ${what}`
}

const lists = { agent: 'agents', scenario: 'scenarios', variant: 'variants', model: 'models', tag: 'tags' } as const

/** @throws {UsageError} a gate's tag has a value that nothing defines. */
function checkNames({ text, metric, tags }: Gate, known: Known, candidates: readonly Candidate[]): void {
  for (const { name, pattern } of tags) {
    if (name === 'fault' && metric.narrowsOnly && known.faults) {
      mustFit(
        text,
        { name, pattern },
        known.faults.map((fault) => fault.name),
      )
    }
    if (name === 'guard' || name === 'fault' || name === 'asked') continue
    mustFit(text, { name, pattern }, [...new Set([...known[lists[name]], ...valuesOf(name, candidates)])])
  }
}

function mustFit(gate: string, { name, pattern }: Gate['tags'][number], names: readonly string[]): void {
  if (names.some((value) => fits(pattern, value))) return
  throw new UsageError(`Failed to read the gate '${gate}': there is no ${name} "${pattern}".${suggest(pattern, names)}`)
}
