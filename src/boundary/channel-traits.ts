import type { Json } from '../kernel/json.ts'
import type { CallRecord, ChannelName } from '../trace/events/call.ts'
import type { Refusal, Worded } from './refusal.ts'
import type { Reply } from './reply.ts'

/** Whoever is refused. */
export interface Refused {
  /** A refusal, where whoever is asked has words of its own for it. */
  refusal?(refusal: Refusal): Worded
}

/** Where in a call of a channel that stands which a model asked for: a tool by its name, with arguments, under an id. */
export interface Asking {
  /** The name of the tool that a call runs, by its target. Default: it runs none. */
  toolOf?(target: string): string | undefined
  /** The parts of an input that may hold arguments. Default: all of it. */
  argumentsIn?(input: Json): Json
  /** The parts of an input of which a member may be the id. Default: none. */
  idsIn?(input: Json): readonly Json[]
}

/** What a channel says of the calls on it. The seam copies the facts to each call: nobody else knows a channel by name. */
export interface ChannelTraits {
  /** The file's name, and the word on the record of a call. */
  name: ChannelName
  /** Does it hold the effects of a call open until the guards have looked at them? */
  holdsEffects: boolean
  /** Are its calls actions in the world? A turn of a model only says what the agent means to do. */
  isAction: boolean
  /** How a call on it shows what a model asked for. Default: by any text or number in its input. */
  asking?: Asking
  /** The reply by which the world, or something in its place, says no: as the clients of this channel know it. */
  refuse(call: Refused, refusal: Refusal): Reply
}

type ChannelFacts = Pick<CallRecord, 'channel' | 'holdsEffects' | 'isAction'>

/** The channels of a seam, by name. */
export type Channels = Readonly<Record<ChannelName, ChannelTraits>>

/** What a channel's calls say of it on record. */
export function factsOf(traits: Pick<ChannelTraits, 'name' | 'holdsEffects' | 'isAction'>): ChannelFacts {
  const { name: channel, holdsEffects, isAction } = traits
  return { channel, ...(holdsEffects && { holdsEffects }), ...(!isAction && { isAction }) }
}
