import type { UnderWay } from '../../boundary/own-code.ts'
import type { Json } from '../../kernel/json.ts'
import type { ChangeCounts, TrialOrder } from '../../stage/order.ts'
import type { AnswerHead } from '../../world/models/exchange.ts'

/** Orders run one after the other. 'recall': those that have not begun are not to begin any more. */
export type ToWorker =
  /** `file`: the worker's own, for the traces of its trials. */
  | { type: 'trial'; order: TrialOrder; file: string }
  | { type: 'recall' }
  /** The trial that is under way has had its time. Of hosts that keep deadlines. */
  | { type: 'stop'; detail: string }
  | ({ type: 'answer' } & ModelAnswer)
  | ({ type: 'looked' } & Looked)

/** What a service holds: JSON in parts. */
export interface Looked {
  /** Which look. */
  look: number
  part?: string
  last?: boolean
  /** It cannot be looked at. */
  failed?: string
}

/** What comes of something asked of a real model: its head, then its body in pieces, then its end. */
export interface ModelAnswer {
  /** Which. */
  ask: number
  head?: AnswerHead
  /** Base64. */
  piece?: string
  end?: true
  /** The provider does not answer, or broke off. */
  failed?: string
}

/** A trial whose last event is written. */
export interface Ended {
  nonce: string
  /** From the agent's start to its end. */
  wallMs: number
  /** How many effects there are on each of its databases. */
  changes: ChangeCounts
  /** Which bytes of the worker's file are its trace. */
  trace: { offset: number; length: number }
  /** What it came to, where it was judged in the worker. */
  judged?: Json
  /** What keeps this process from running another trial. It runs none. */
  dirt: string[]
  /** The same, where it is the memory that all of its trials took: nothing was left behind. */
  heavy?: string
  /** Why the trial says nothing: code of an earlier one took part in it. */
  disturbed?: string
  /**
   * What all trials of this process share was looked at: 'clean', or what was changed since it was last found clean. Absent:
   * it was not looked at behind this trial.
   */
  shared?: 'clean' | { changed: string }
}

/** A trial that could not begin, or whose trace could not be written. */
export interface Failed {
  nonce: string
  why: string
  /** Of the error: 'ENOSPC'. */
  code?: string
}

/**
 * What a worker tells its parent. None of it is a verdict: those come from the trace. `nonce` is the order's: an agent
 * does not know it, and a word about a trial that is over is told by it.
 */
export type FromWorker =
  | { type: 'ready' }
  /** What the trial needs is loaded first, for the first time in this process. */
  | { type: 'loading'; nonce: string }
  /** Behind 'loading': the agent starts. */
  | { type: 'agent-started'; nonce: string }
  /** The trial is over by the worker's account; if the agent does not let go, it has to be cut. */
  | { type: 'stopping'; nonce: string }
  | ({ type: 'ended' } & Ended)
  /** Orders that will not begin, by nonce. */
  | { type: 'recalled'; nonces: string[] }
  /** Something that a person should know at once: a text of JSON, secrets hidden as in the trace. */
  | { type: 'urgent'; nonce: string; text: string }
  /** Code of the scenario's own is about to run, or none is any more: who ends the process knows where it was. */
  | { type: 'under-way'; nonce: string; code?: UnderWay }
  | ({ type: 'failed' } & Failed)
  /** A request for a real model, JSON in parts. */
  | { type: 'ask'; nonce: string; ask: number; part: string; last: boolean }
  /** What does this service of the trial hold now? */
  | { type: 'look'; nonce: string; look: number; service: string }
  /** Nobody waits for its answer any more. */
  | { type: 'ask-over'; nonce: string; ask: number }
