import type { Json } from '../kernel/json.ts'
import type { Access, ModelWire } from '../trace/events/call.ts'
import type { Call, Proposal } from './call.ts'
import type { Refusal, Worded } from './refusal.ts'
import type { Reply } from './reply.ts'
import type { HttpOutput, HttpRequest } from './wire.ts'

/** An HTTP request as guards and scorers see it. */
export interface HttpInput {
  /** Path parameters, decoded. */
  path: Record<string, string>
  query: Record<string, string | string[]>
  /** Those that can change what happens; lower case. */
  headers: Record<string, string>
  /**
   * Those that a client library sets by itself, lower case, where they say something out of the ordinary: they change
   * nothing in the world, and can carry something out of it.
   */
  plumbing?: Record<string, string>
  /**
   * Parsed JSON, the fields of a form, any other text; what stands for bytes that are no text (`Binary`), and the parts of a
   * multipart body with such bytes in it; null for none.
   */
  body: Json
}

/** What a declaration makes of an input. */
export type Declared = Pick<
  Proposal,
  'items' | 'cost' | 'unpriced' | 'assumedTokens' | 'model' | 'reason' | 'covers' | 'about' | 'malformed'
>

/** A model's provider, as one request sees it. */
export interface ModelProvider {
  /** In what form it is spoken to. */
  wire: ModelWire
  /** A turn of the model is asked for; else something about a turn, such as how many tokens it has. */
  isTurn: boolean
  /** Parameters of the address whose values say who the client is: they are kept as digests. */
  secrets?: readonly string[]
  /** The error by which it says no. */
  refusal(refusal: Refusal): Worded
  /** What all requests of one conversation begin with; undefined where one refers to an earlier one in place of it. */
  opening(request: Json): Json | undefined
}

/** The part of the world that answers a request. */
export interface Route {
  /** It answers for a model's provider. */
  provider?: ModelProvider
  /** 'payments POST /v1/refunds/{id}'. */
  target: string
  access: Access
  /** Path parameters, decoded. */
  path: Record<string, string>
  /** What its body says, where that is for the world to tell. @throws {Error} it says nothing that the world can read. */
  readBody?(request: HttpRequest): Json
  declare(input: HttpInput): Declared
  execute(request: HttpRequest, call: Call): Promise<Reply<HttpOutput>>
}

/** What a channel needs to know of the world behind it. */
export interface HttpWorld {
  /** Who answers; undefined for a host that is not part of the world. */
  route(method: string, url: URL): Route | undefined
}
