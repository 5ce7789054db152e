import { messageOf } from '../kernel/errors.ts'
import { digestText, type Json } from '../kernel/json.ts'
import { readMoney } from '../kernel/money.ts'
import type { CallRecord, ChannelName } from '../trace/events/call.ts'
import { steadyText } from '../trace/steady.ts'
import { readVolatile, type Volatile } from '../trace/volatile.ts'
import type { Progress } from './progress.ts'
import type { Refusal, Worded } from './refusal.ts'

/** One request of the agent across the boundary, and the signal by which its client gives up. */
export interface Call extends CallRecord {
  readonly signal: AbortSignal
  /**
   * Aborts when the request is taken back, so that nothing needs to run any more. Default: `signal`. A client of a
   * database may give up and leave its statement with the server, which runs it all the same.
   */
  readonly withdrawn?: AbortSignal
  /** A refusal, where whoever is asked has words of its own for it. */
  readonly refusal?: (refusal: Refusal) => Worded
  /** A turn of a model is asked for, in the conversation that begins so. */
  readonly turn?: { readonly opening: Json | undefined }
  /** Tells a client that asked for it how far its request has come. */
  readonly progress?: (step: Progress) => void
  /** The id that a model gave its request for this call, where its client hands it on. */
  readonly toolCallId?: string
}

/** What a channel knows of a request before it crosses. The seam adds id, key, attempt and the facts of the channel. */
export type Proposal = Omit<Call, 'id' | 'key' | 'attempt' | 'holdsEffects' | 'isAction'>

const HEADERS_ONLY = readVolatile()

/** Digest of one intent: the same target with the same input, volatile members aside. */
export function keyOf(channel: ChannelName, target: string, input: Json, volatile: Volatile = HEADERS_ONLY): string {
  const said = steadyText(input, volatile.input({ channel, target }))
  return `${channel}:${digestText(`[${JSON.stringify(target)},${said}]`)}`
}

/** A call's place in the order of proposal, from 1. */
export function placeOf({ id }: Pick<CallRecord, 'id'>): number {
  return Number(id.slice(1))
}

/** By what its client takes a request back. */
export function withdrawnOf({ signal, withdrawn = signal }: Pick<Call, 'signal' | 'withdrawn'>): AbortSignal {
  return withdrawn
}

/** A call as it is written down: all of it but what only works while it runs. */
export function recordOf(call: Call): CallRecord {
  const { signal: _, withdrawn: __, refusal: ___, turn: ____, toolCallId: _____, progress: ______, ...record } = call
  return record
}

/**
 * A proposal whose figures can be reckoned with. A price that is no money and a count that is no whole number are taken
 * away and make it malformed, whatever the channel made of them.
 */
export function withSoundFigures(proposal: Proposal): Proposal {
  const { cost, ...rest } = proposal
  try {
    const items = proposal.items
    if (!Number.isSafeInteger(items) || items < 0) throw new RangeError(`it touches ${items} items`)
    return cost === undefined ? proposal : { ...rest, cost: Object.freeze(readMoney(cost)) }
  } catch (thrown) {
    return { ...rest, items: 1, malformed: proposal.malformed ?? messageOf(thrown) }
  }
}
