import type { AnswerHead, ModelRequest } from '../exchange.ts'

/** The way to real models. Whoever stands behind it has the keys; an agent's process never does. */
export interface LiveDoor {
  /**
   * @param signal Aborts where nobody waits for the answer any more.
   * @throws {Error} the provider does not answer, and that is nothing of the agent's.
   */
  ask(request: ModelRequest, signal: AbortSignal): Promise<LiveAnswer>
}

export interface LiveAnswer extends AnswerHead {
  /** @throws {Error} as it is read: the provider broke off. */
  body: ReadableStream<Uint8Array>
}
