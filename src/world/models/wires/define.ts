import type { Refusal } from '../../../boundary/refusal.ts'
import type { Metering } from '../../../boundary/reply.ts'
import type { Json } from '../../../kernel/json.ts'
import type { ModelWire } from '../../../trace/events/call.ts'
import type { Conversation, Turn } from '../define.ts'

/** One way of speaking to a model: a provider's form of requests, answers and errors. Nothing else knows a wire by name. */
export interface Wire {
  name: ModelWire
  /** What there is at an address; undefined: nothing of this wire. */
  find(method: string, url: URL): Place | undefined
  /** Parameters of an address by which a client may say who it is. Their values are never written down. */
  secrets?: readonly string[]
  /** The name of the model that is asked, where the request says one. */
  modelOf(request: Json, place: Place): string | undefined
  /** The output tokens that a request allows at the most, where it says so. */
  maxOutputTokens(request: Json): number | undefined
  /** How many answers a request asks for at once. Absent: one. */
  answers?(request: Json): number
  /** An address with another model in it. Absent: no address names one. @param path Behind where the provider's API begins. */
  pathFor?(path: string, model: string): string
  /** What all requests of one conversation begin with; undefined where a request refers to an earlier one in place of it. */
  opening(request: Json, place: Place): Json | undefined
  /** @throws {WireError} what the real API refuses. */
  read(asked: Asked): Conversation
  write(turn: Turn, writing: Writing, asked: Asked): Written
  /** What of a turn its answer carries. Absent: all of it. */
  carried?(turn: Turn, asked: Asked): Turn
  /** The body of the error by which the provider says no. */
  refusal(refusal: Own, place: Place): Json
  /** What is its own about a refusal: status, words, headers. Absent, or undefined: nothing. */
  words?(refusal: Refusal): Partial<Own> | undefined
  /** Its words for a request that is no JSON. @param body What was sent. */
  unreadable(body: string): string
  /** The error that a request gets which the real API does not accept. */
  misuse(error: WireError, place: Place): Json
  /** Who speaks it. */
  provider: Provider
  /** What a good answer of the provider says. @param pieces The answer, or the events of a streamed one, in their order. */
  hear(pieces: readonly Json[]): Heard
  /** Has a stream said its last word? Absent: its end alone says so. @param said All of it so far. */
  isOver?(said: string): boolean
  /**
   * The request with what it refers to in place of the reference, where the provider does not know it. Absent: nothing is
   * referred to. @param isOurs Is an id one that we gave?
   */
  inFull?(asked: Asked, isOurs: (id: string) => boolean): Json
  /** Does a request refer to what its provider keeps, in place of saying it again? Absent: none does. */
  refers?(request: Json): boolean
  /** Keeps of an answer what later requests may refer to. Absent: nothing is referred to. */
  keep?(pieces: readonly Json[], asked: Asked): void
}

/** Whoever answers on a wire, and how it knows who asks. */
export interface Provider {
  name: string
  /** Where its API begins, its version included. What clients say of a version is in place of it. */
  url: string
  /** The variables that clients look for a key in, the usual one first. */
  keys: readonly [string, ...string[]]
  /** The header that the key goes in. */
  header: string
  /** What stands in that header. */
  credential(key: string): string
  /** Headers that change what is answered, beside the type of what is sent. */
  headers: readonly string[]
}

/** An answer of a provider as its wire is read. */
export interface Heard {
  turn: Turn
  /** Of the turn's tool calls, in their order; undefined for one that has none. */
  callIds: readonly (string | undefined)[]
  /** What stands beside what it says and is for the provider alone, such as signatures: whatever is said in its place has it too. */
  aside?: readonly Json[]
  /** As the provider counts it. Absent: it does not say. */
  usage?: NonNullable<Metering['usage']>
}

/** A refusal as a provider words it. */
export interface Own extends Refusal {
  /** OpenAI's: 'requests', 'invalid_request_error'. Default: the code. */
  type?: string
  /** The part of the request that is wrong. */
  param?: string
}

/** What there is at an address of a provider. */
export interface Place {
  /** Of a place that only tells how many tokens a request has: its answer. Absent: it answers with a turn. */
  count?(tokens: number): Json
  /** The model that the address names. */
  model?: string
  /** The address asks for a stream, in this form. */
  streams?: 'events' | 'array'
}

/** A request at its place. */
export interface Asked {
  request: Json
  place: Place
  stored: Stored
}

/** What the API keeps between requests, by id: the one item of an item's id, the whole thread of a response's id. */
export type Stored = Map<string, Json[]>

/** What an answer needs beside the turn. */
export interface Writing {
  conversation: Conversation
  /** Seconds since 1970. */
  createdAt: number
  /** A new id with a prefix: 'resp', 'msg', 'fc' or 'call'. */
  newId(prefix: string): string
  /** Of the real answer whose place this one takes. */
  aside?: readonly Json[] | undefined
}

/** An answer on its wire. */
export interface Written {
  /** In one piece. */
  body: Json
  /** In pieces that add up to the same. Absent: the request does not ask for a stream. */
  stream?: { contentType: string; pieces: string[] }
  usage: NonNullable<Metering['usage']>
  /** The ids of the tool calls that it carries, in order. */
  callIds: string[]
}

/** A request that the real API would refuse. */
export class WireError extends Error {
  override name = 'WireError'
  readonly status: number
  /** The part of the request that is wrong. */
  readonly param: string | null

  constructor(message: string, param: string | null, status = 400) {
    super(message)
    this.param = param
    this.status = status
  }
}

export function defineWire(wire: Wire): Wire {
  return wire
}
