import type { Changes, TrialOrder } from '../../stage/order.ts'

/** `file`: the worker's own, for the traces of its trials. */
export type ToWorker = { type: 'trial'; order: TrialOrder; file: string }

/**
 * What a worker tells its parent. None of it is a verdict: those come from the trace. `nonce` is the order's: an agent
 * does not know it, and a word about a trial that is over is told by it.
 */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'agent-started'; nonce: string }
  /** The trial is over by the worker's account; if the agent does not let go, it has to be cut. */
  | { type: 'stopping'; nonce: string }
  /**
   * The trial's last event is written. `dirt`: what keeps this worker from running another. `trace`: which bytes of the
   * worker's file are its trace. `changes`: what it wrote of its databases.
   */
  | { type: 'ended'; nonce: string; dirt: string[]; trace: { offset: number; length: number }; changes: Changes }
  /** Something that a person should know at once: a text of JSON, secrets hidden as in the trace. */
  | { type: 'urgent'; nonce: string; text: string }
  /** The trial could not begin. */
  | { type: 'failed'; nonce: string; why: string }
