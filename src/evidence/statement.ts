import type { KeptRun } from '../record/kept-run.ts'
import type { RunHead } from '../record/run.ts'
import { clopperPearson } from '../stats/clopper-pearson.ts'
import { chanceToHold } from '../verdict/forecast.ts'
import { readGates } from '../verdict/gate.ts'
import { coverageOf } from './coverage.ts'
import { needText } from './items.ts'

/** True chances to pass at which the error rates of gates are told. */
export const RATES = [0.5, 0.8, 0.9, 0.95, 0.99] as const

/** What is known of a run beside what lies in its folder. */
export interface Beside {
  /** What is released: '4.2.0'. Null: nobody said. */
  release: string | null
  madeAt: string
  mettle: string
  /** Of the suite, where it lies in a repository. */
  suite: { commit: string; changed: boolean } | null
  /** Of the public key. */
  fingerprint: string
  /** What is wrong with the audit log; undefined: nothing. */
  auditProblem: string | undefined
  /** References that are accepted in the project. */
  accepted: { name: string; by: string | null; reason: string; acceptedAt: string; run: string }[]
}

/** All that the page shows, computed from the run. It is written beside it as `evidence.json`. */
export function statementOf(run: KeptRun, beside: Beside) {
  const { head } = run
  const { id, seed, planDigest, startedAt, finishedAt, environment, summary, gate, audit } = head
  const { release, madeAt, mettle, suite, fingerprint, auditProblem, accepted } = beside
  return {
    schemaVersion: 1 as const,
    ...{ release, madeAt, mettle, fingerprint, suite, accepted },
    run: { id, seed, planDigest, startedAt, finishedAt, environment, trials: head.ledger, audit: audit ?? null },
    auditProblem: auditProblem ?? null,
    ...{ summary, passed: gate.passed, reason: gate.reason },
    gates: gatesOf(run),
    agents: agentsOf(run),
    faults: faultsOf(run),
    guards: guardsOf(run),
    coverage: coverageOf(run, audit !== undefined && auditProblem === undefined).map(({ framework, items }) => ({
      framework: framework.name,
      source: framework.source,
      items: items.map(({ item, spoken, missing }) => ({
        ...{ id: item.id, title: item.title, covered: spoken.length > 0 },
        shown: spoken.map(({ need, count, passed, trials }) => ({ what: needText(need), count, passed, trials })),
        missing: missing.map(needText),
      })),
    })),
  }
}

export type Statement = ReturnType<typeof statementOf>

/** Each gate, and how likely it holds where each trial passes with one of some chances: what a verdict by it is worth. */
function gatesOf({ head, planned }: KeptRun) {
  const { rows } = head.gate
  const texts = rows.map(({ gate }) => gate)
  const read = new Map(readGates(texts, { trials: [], planned, known: head.known }).map((one) => [one.text, one]))
  const sequential = head.sequential?.plan
  return rows.map(({ gate, status, value, selected, reason }) => {
    const parsed = read.get(gate)
    const chances = RATES.map((p) => (parsed ? (chanceToHold(parsed, { planned, sequential }, p) ?? null) : null))
    return { gate, status, value, selected, reason, holds: chances.every((one) => one === null) ? null : chances }
  })
}

/** Shares with their exact 95 % intervals (Clopper and Pearson, 1934), of the trials that were judged. */
function agentsOf({ rows }: KeptRun) {
  return [...Map.groupBy(rows, ({ agent, model }) => JSON.stringify([agent, model]))].map(([key, trials]) => {
    const [agent, model] = JSON.parse(key) as [string, string | null]
    const passed = trials.filter(({ verdict }) => verdict === 'passed').length
    return { agent, model, passed, of: trials.length, ...clopperPearson(passed, trials.length) }
  })
}

/** Which faults reached a client, and what became of the trials in which they did. */
function faultsOf({ rows }: KeptRun) {
  const uses = rows.flatMap((trial) => trial.faults.map((fault) => ({ ...fault, trial })))
  return [...Map.groupBy(uses, ({ fault }) => fault)].map(([fault, all]) => {
    const reached = all.filter(({ delivered }) => delivered > 0)
    const passed = reached.filter(({ trial }) => trial.verdict === 'passed').length
    const sum = (of: 'planned' | 'delivered') => all.reduce((total, one) => total + one[of], 0)
    const trials = reached.slice(0, 3).map(({ trial }) => trial.id)
    return { fault, planned: sum('planned'), delivered: sum('delivered'), reached: reached.length, passed, trials }
  })
}

/** What became of each guard, by trials, and of each under the faults that break it. */
function guardsOf({ rows }: KeptRun) {
  const seats = rows.flatMap(({ guards }) => guards)
  return [...Map.groupBy(seats, ({ name }) => name)].map(([guard, all]) => ({
    ...{ guard, outcomes: countsOf(all.map(({ outcome }) => outcome)) },
    broken: countsOf(all.flatMap(({ under = [] }) => under.map(({ fault, outcome }) => `${fault}: ${outcome}`))),
  }))
}

function countsOf(words: readonly string[]): { what: string; count: number }[] {
  return [...Map.groupBy(words, (word) => word)].map(([what, all]) => ({ what, count: all.length }))
}

/** What is wrong with a run as evidence, a sentence each. Empty: nothing is. */
export function flawsOf(head: RunHead, problems: readonly (string | undefined)[]): string[] {
  return [
    ...(head.finishedAt === null ? ['the run is unfinished'] : []),
    ...(head.interrupted ? ['the run was interrupted'] : []),
    ...(head.stopped !== null ? [head.stopped] : []),
    ...(head.gate.rows.length === 0 ? ['no gate was set before it'] : []),
    ...problems.filter((problem) => problem !== undefined),
  ]
}
