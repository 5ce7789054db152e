import type { FaultRecord, TrialRecord, Verdict } from '../../../record/trial.ts'
import type { Recorded } from '../../../trace/event.ts'

/**
 * What the page carries: blocks of compressed lines. The first lines are the trials' details, like beside like, then
 * come traces, then a row for each trial, worst first, and one line with the head of the index. All of it is data: the page makes
 * text of it, never markup.
 */
export interface IndexHead {
  run: string
  scenarios: string[]
  variants: string[]
  agents: string[]
  faults: string[]
  guards: string[]
  tags: string[]
  /** How many lines each block of details, of traces and of rows holds. */
  details: number[]
  traces: number[]
  blocks: number[]
}

/** With the rows. */
export interface Index extends IndexHead {
  rows: IndexRow[]
}

/** One trial as the list needs it. Names are places in the index's lists. */
export interface IndexRow {
  id: string
  scenario: number
  variant: number
  agent: number
  repeat: number
  verdict: Verdict
  reason: string
  tags: number[]
  /** Faults that arrived. */
  faults: number[]
  /** Guards that were part of it, each with its outcome and what it did beside letting calls run. */
  guards: [guard: number, outcome: TrialRecord['guards'][number]['outcome'], deeds: string[]][]
  calls: number
  effects: number
  usd: number
  virtualMs: number
  /** Line of its trace; -1 where the page does not carry it. */
  trace: number
}

type Told =
  | 'seed'
  | 'tier'
  | 'reset'
  | 'reproducible'
  | 'unrepeatable'
  | 'models'
  | 'scores'
  | 'guards'
  | 'usage'
  | 'error'
  | 'trace'
  | 'replay'

/** The rest of a trial's record, read when the trial is opened. */
export interface TrialDetail extends Pick<TrialRecord, Told | 'answer' | 'traceHash'> {
  chain: { head: string; count: number }
  faults: Omit<FaultRecord, 'schedule'>[]
}

/** A trace that the page carries, or the sentence that says why it could not be read. */
export type EmbeddedTrace =
  | {
      /** As a trace writes them: of requests to models, what was not said before. */
      events: Recorded[]
      /** Members of each collection at the start. */
      sizes: Record<string, number>
      /** Events that are in the trace and not here. */
      more: number
    }
  | { unreadable: string }
