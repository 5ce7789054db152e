import { join } from 'node:path'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { firstDivergence } from '../../src/trace/diverge.ts'
import type { Recorded } from '../../src/trace/event.ts'
import type { Evidence } from '../../src/trace/evidence.ts'

/** A report, and what the run beside it says must stand there. */
export interface Subject {
  /** The report. */
  file: string
  /** Trials of the run, those of the hasty agent, those that failed, and those that are both. */
  counts: { all: number; hasty: number; failed: number; hastyFailed: number }
  /** A failed trial that met a fault. */
  failed: { id: string; title: string; replay: string; faults: string[]; call: string; event: string; sent: Sent }
  /** The second request of a trial to its model: the request before it, how much of it was said there, and what was not. */
  talk: { id: string; event: string; after: string; earlier: string[]; added: string[] }
  /** A word that stands in traces only, and the trials in whose traces it stands. */
  word: { text: string; trials: string[] }
  /** For a trial held against the failed one: the events at which the two part, and at which their agents do. */
  apart(other: string): { parted: (string | undefined)[]; behaved: (string | undefined)[] }
}

/** Short texts that the agent sent with one of its calls, and the event of it. */
interface Sent {
  event: string
  texts: string[]
}

/** Reads a run's folder as the report should tell it. */
export function subjectOf(out: string, record: RunRecord): Subject {
  const { evidence } = openRun(out)
  const failing = record.trials.filter(({ verdict }) => verdict === 'failed')
  const failed = failing.find(
    ({ scenario, faults, agent }) =>
      agent === 'hasty' &&
      faults.some(({ delivered }) => delivered > 0) &&
      record.trials.some((one) => one.verdict === 'passed' && one.scenario === scenario && one.agent === agent),
  )
  if (!failed) throw new Error('The run has no trial that failed under a fault beside one that passed.')
  return {
    file: join(out, 'index.html'),
    counts: {
      all: record.trials.length,
      hasty: record.trials.filter(({ agent }) => agent === 'hasty').length,
      failed: failing.length,
      hastyFailed: failing.filter(({ agent }) => agent === 'hasty').length,
    },
    failed: told(failed, evidence(failed.id)),
    talk: talkOf(record, evidence),
    word: wordOfTraces(record, evidence),
    apart: (other) => apart(evidence(failed.id), evidence(other)),
  }
}

function told({ id, scenario, variant, agent, repeat, replay, faults, scores }: TrialRecord, evidence: Evidence) {
  const [event = ''] = scores.find(({ pass }) => !pass)?.events ?? []
  return {
    ...{ id, replay, event, title: `${scenario} ${variant} ${agent} r${repeat}` },
    faults: faults.map(({ fault }) => fault),
    call: evidence.calls[0]?.call.id ?? '',
    sent: sentBy(evidence),
  }
}

function talkOf(record: RunRecord, evidence: (id: string) => Evidence): Subject['talk'] {
  for (const { id } of record.trials) {
    const [first, second] = evidence(id).calls.filter(({ call }) => call.wire !== undefined)
    const [said, all] = [first, second].map((story) => {
      return (story?.call.input as { body?: { input?: { role?: string; name?: string }[] } })?.body?.input ?? []
    })
    if (!first || !second || !said || !all || said.length === 0 || all.length <= said.length) continue
    const words = (values: typeof all) => values.flatMap(({ role, name }) => role ?? name ?? [])
    const [earlier, added] = [words(said), words(all.slice(said.length))]
    return { id, event: `e${second.proposed.seq}`, after: first.call.id, earlier, added }
  }
  throw new Error('The run has no conversation with a model.')
}

function sentBy({ calls }: Evidence): Sent {
  const all = calls.map(({ call, proposed }) => ({ event: `e${proposed.seq}`, texts: textsIn(call.input) }))
  const found = all.find(({ texts }) => texts.length > 0)
  if (!found) throw new Error('The trial has no call that sends a text.')
  return found
}

/** Texts that fit on a line of a pane. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return /^[\w-]{4,20}$/.test(value) ? [value] : []
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsIn) : []
}

/** Looks for a word of some length that the records do not hold: only who reads the traces finds it. */
function wordOfTraces(record: RunRecord, evidence: (id: string) => Evidence): Subject['word'] {
  const all = record.trials.map(({ id }) => ({ id, events: evidence(id).events }))
  // The page carries a part of how a trial starts.
  const isStart = ({ type }: Recorded) => type === 'trial-started'
  const elsewhere = textOf([record, ...all.map(({ events }) => events.filter(isStart))])
  const traces = all.map(({ id, events }) => ({ id, text: textOf(events.filter((event) => !isStart(event))) }))
  for (const { text: first } of traces) {
    for (const text of new Set(first.match(/[a-z]{8,}/g))) {
      const trials = traces.filter((trace) => trace.text.includes(text)).map(({ id }) => id)
      if (!elsewhere.includes(text) && trials.length < 50) return { text, trials: trials.sort() }
    }
  }
  throw new Error('The traces hold no word that the records do not.')
}

function textOf(value: unknown): string {
  return JSON.stringify(value).toLowerCase()
}

function apart(one: Evidence, other: Evidence) {
  const among = (keep: (event: Recorded) => boolean) => {
    const [left, right] = [one, other].map((all) => ({ ...all, events: all.events.filter(keep) })) as [
      Evidence,
      Evidence,
    ]
    const found = firstDivergence(left, right)
    return [found?.left, found?.right].map((event) => event && `e${event.seq}`)
  }
  return {
    parted: among(({ type }) => type !== 'trial-started'),
    behaved: among(({ type }) => type === 'call' || type === 'agent-ended'),
  }
}
