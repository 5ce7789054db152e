import type { Json } from '../../kernel/json.ts'
import type { Money } from '../../kernel/money.ts'

/** How an agent reaches the world. */
export const CHANNEL_NAMES = ['http', 'sql', 'tool', 'model', 'tcp'] as const
export type ChannelName = (typeof CHANNEL_NAMES)[number]
/** What a call does to the world. */
export type Access = 'read' | 'write' | 'unknown'
/** How a model is spoken to: OpenAI's Responses, OpenAI's Chat Completions, Anthropic's Messages, Google's generateContent. */
export type ModelWire = 'responses' | 'chat-completions' | 'messages' | 'generate-content'

/** A member of a collection: 'payments.charges', 'ch_1'. A type, not an interface: it is plain JSON. */
export type Member = {
  /** 'payments.charges'. */
  collection: string
  /** Which member of it. */
  id: string
}

/** One request of the agent across the boundary, as it was proposed. */
export interface CallRecord {
  /** 'c7', in order of proposal. Never hashed. */
  id: string
  /** Channel, target and the digest of the input without volatile fields: the same intent has the same key. */
  key: string
  /** How often this key was proposed before, plus 1. */
  attempt: number
  /** How it reaches the world. */
  channel: ChannelName
  /** Its effects are held open until the guards have looked at them. Absent where the channel cannot do that. */
  holdsEffects?: true
  /** It is no action in the world: a turn of a model, a list of what there is, a connection. Absent for an action. */
  isAction?: false
  /** It asks which tools or resources there are: no action, and no guard is asked. */
  lists?: true
  /** It opens a connection: no action, and no guard is asked. */
  opens?: true
  /** Of a model call: the form of its requests and replies. */
  wire?: ModelWire
  /** Of a model call: the name of the model that is asked. */
  model?: string
  /** Canonical, by template: 'payments POST /v1/refunds/{id}', 'tool send_email', 'tools LIST', 'model chat'. */
  target: string
  /** Exactly what will run, after defaults. More than 64 KiB is kept as `{ truncated: true, bytes, digest, head, tail }`. */
  input: Json
  /** 'unknown' is treated as 'write'. */
  access: Access
  /** Who acts. Charges and limits go to the agent at the root, the part before the first '/'. */
  principal: string
  /** How many things it touches; 1 where unknown. */
  items: number
  /** Further targets that the call stands for: the operations of a batch, the field of a query, what an alias leads to. */
  covers?: string[]
  /** Of a request: where it goes, 'https://pay.test:8443'. */
  origin?: string
  /** Of a tool: a digest of what it accepts. */
  schema?: string
  /** The members of the world that it is about: an approval is of them as they were then. */
  about?: Member[]
  /** Estimated before it runs; absent where the world declares no price. */
  cost?: Money
  /** It costs something, and nobody knows how much: a real model without a known price. */
  unpriced?: true
  /** Of a model call that names no maximum: how many output tokens its estimate assumes. */
  assumedTokens?: number
  /** Why the input cannot be trusted or priced (a refused amount, ambiguous JSON). Guards deny such a call. */
  malformed?: string
  /** The intention that the agent states, where the channel carries one. */
  reason?: string
  /** Id of the model call that proposed it. */
  cause?: string
  /** Nothing in it names its cause: it is told by the order of calls alone. */
  inferred?: true
  /** The model that asked for it, as far as that is known: that of its cause, else the one that the trial is for. */
  by?: string
}

/** The agent proposed a call. Nothing has run yet. */
export interface CallEvent {
  type: 'call'
  /** The call as it was proposed. */
  call: CallRecord
}
