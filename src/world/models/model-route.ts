import type { Declared, Route } from '../../boundary/http-world.ts'
import type { Refusal, Worded } from '../../boundary/refusal.ts'
import type { Reply } from '../../boundary/reply.ts'
import type { AskedTool, Spoken } from '../../boundary/spoken.ts'
import { type HttpOutput, type HttpRequest, jsonOutput } from '../../boundary/wire.ts'
import type { Clock } from '../../kernel/clock.ts'
import { isTooDeep, type Json } from '../../kernel/json.ts'
import { suggest } from '../../kernel/nearest.ts'
import { isObject } from '../../kernel/object.ts'
import type { ModelOrigin } from '../../trace/events/trial-started.ts'
import { costOf, mostCost } from './costs.ts'
import { type Conversation, type ModelMode, modeOf, type Turn, type WorldModel } from './define.ts'
import type { LiveDoor } from './live/door.ts'
import { fromLive, fromRecorded, type Hear, type Heed, requestTo } from './real.ts'
import type { Replay } from './recorded/replay.ts'
import { countConversation } from './tokens.ts'
import {
  type Asked,
  type Heard,
  type Place,
  type Stored,
  type Wire,
  WireError,
  type Writing,
  type Written,
} from './wires/define.ts'
import { findPlace } from './wires/index.ts'
import { textStream } from './wires/server-sent-events.ts'

/** The host that stands in for the model's provider. */
export const MODEL_ORIGIN = 'https://model.mettle.test'
/** A turn, and the tokens of a request that are only counted. */
export const MODEL_TARGETS = ['model chat', 'model count-tokens'] as const
const [TURN, COUNT] = MODEL_TARGETS

/** No model's name is longer, in characters: what is, is no name. */
const LONGEST_NAME = 200

type Models = Readonly<Record<string, WorldModel>>

/** What real models take beside what a scenario says. */
export interface ModelMeans {
  /** Where turns come from, whatever the scenario says. */
  mode?: ModelMode | undefined
  /** What was recorded of this trial. @throws {Error} nothing, or it cannot be read. */
  replay?(): Replay
  live?: LiveDoor
  /** Where the turns come from of those that are not scripted. */
  origins?: Readonly<Record<string, ModelOrigin>>
}

/** Answers for the model's provider during one trial. */
export function modelRoute(
  models: Models,
  clock: Clock,
  means: ModelMeans = {},
): (method: string, url: URL) => Route | undefined {
  const stored: Stored = new Map()
  const given = new Set<string>()
  const newId = (prefix: string) => {
    const id = `${prefix}_${given.size + 1}`
    given.add(id)
    return id
  }
  const isOurs = (id: string) => given.has(id)
  const provider = { models, stored, newId, isOurs, clock, means }
  return (method, url) => {
    const found = findPlace(method, url)
    if (!found) return undefined
    const { wire, place } = found
    return {
      provider: {
        wire: wire.name,
        isTurn: !place.count,
        ...(wire.secrets && { secrets: wire.secrets }),
        refusal: (refusal) => wordedBy(wire, refusal, place),
        opening: (request) => (isObject(request) ? wire.opening(request, place) : undefined),
      },
      target: place.count ? COUNT : TURN,
      access: 'read',
      path: {},
      declare: ({ body }) => {
        const model = wire.modelOf(body, place)
        return {
          items: 1,
          ...(model !== undefined && { model: model.slice(0, LONGEST_NAME) }),
          ...(place.count ? {} : estimate(models, wire, { request: body, place, stored })),
        }
      },
      execute: async (request, { signal }) => {
        const real = realOf(request, { wire, place }, provider)
        return real
          ? askReal(real, request, { wire, place, signal }, provider)
          : respond(request, { wire, place }, provider)
      },
    }
  }
}

/** What a provider has no words of its own for is said in ours, in its form. */
function wordedBy(wire: Wire, refusal: Refusal, place: Place): Worded {
  const own = { ...refusal, ...wire.words?.(refusal) }
  const headers = { ...refusal.headers, ...own.headers }
  return { status: own.status, headers, body: wire.refusal({ ...own, headers }, place) }
}

interface Provider {
  models: Models
  means: ModelMeans
  stored: Stored
  newId(prefix: string): string
  /** Was an id given by `newId`? A fault says another turn than a real model did, and gives it ids. */
  isOurs(id: string): boolean
  clock: Clock
}

/** A model that does not speak by itself. */
interface Real {
  name: string
  model: WorldModel
  mode: Exclude<ModelMode, 'scripted'>
}

/** Undefined where a stand-in answers, or nobody is asked. */
function realOf(
  { body }: HttpRequest,
  { wire, place }: { wire: Wire; place: Place },
  { models, means }: Provider,
): Real | undefined {
  const name = wire.modelOf(body?.json ?? null, place)
  const model = name !== undefined && Object.hasOwn(models, name) ? models[name] : undefined
  if (name === undefined || !model) return undefined
  const mode = modeOf(model, means.mode)
  return mode === 'scripted' ? undefined : { name, model, mode }
}

/** @throws {Error} it does not answer, and the agent has no part in that. */
function askReal(
  { name, model, mode }: Real,
  request: HttpRequest,
  { wire, place, signal }: { wire: Wire; place: Place; signal: AbortSignal },
  provider: Provider,
): Promise<Reply<HttpOutput>> {
  const { means, stored, clock } = provider
  const asked = { request: request.body?.json ?? null, place, stored }
  const spokenIn = ({ turn, callIds, aside }: Heard): Spoken => {
    const conversation = conversationOf(wire, asked, name)
    const how = retellingIn(wire, asked, writer(wire, asked, { conversation, aside }, provider))
    const heard = (other: Turn) => (other === turn ? askedIn(turn, callIds) : how.asked(other))
    return spokenOf(turn, conversation, { ...how, asked: heard })
  }
  const heed: Heed = (pieces) => {
    if (place.count) return {}
    const heard = wire.hear(pieces)
    const { usage } = heard
    const spoken = spokenIn(heard)
    wire.keep?.(pieces, asked)
    const actual = usage && costOf(name, model, usage, wire.provider.name)
    const paid = mode === 'live' ? { paid: true as const } : {}
    return { spoken, metering: { ...paid, ...(usage && { usage }), ...(actual && { actual }) } }
  }
  const told = wire.inFull?.(asked, provider.isOurs) ?? asked.request
  const asking = requestTo(name, request, { wire, name: model.name, ...(told !== asked.request && { told }) })
  if (mode === 'recorded') {
    if (!means.replay) throw new Error(`nothing recorded of model "${name}" is at hand here`)
    return fromRecorded(asking, { replay: means.replay(), clock, signal }, heed)
  }
  if (!means.live) throw new Error(`model "${name}" cannot be asked from here`)
  const hear: Hear = (pieces) => spokenIn(wire.hear(pieces))
  return fromLive(asking, { live: means.live, signal, isOver: wire.isOver, hear }, heed)
}

/** What a request says that its provider took. One that we cannot read says nothing to us. */
function conversationOf(wire: Wire, asked: Asked, model: string): Conversation {
  try {
    return wire.read(asked)
  } catch {
    return { model, instructions: '', messages: [], tools: [] }
  }
}

/** @throws {Error} the scenario has no such model: its author's mistake, not the agent's. */
function respond(
  { body }: HttpRequest,
  { wire, place }: { wire: Wire; place: Place },
  provider: Provider,
): Reply<HttpOutput> {
  try {
    const asked = { request: parse(body?.text ?? '', wire), place, stored: provider.stored }
    const conversation = wire.read(asked)
    const model = modelOf(conversation, provider)
    if (place.count) return { kind: 'ok', output: jsonOutput(200, place.count(countConversation(conversation))) }
    if (!model.policy)
      throw new Error(`model "${conversation.model}" has no turns and no policy: it cannot be scripted`)
    const turn = model.policy(conversation)
    const write = writer(wire, asked, { conversation }, provider)
    const { usage, ...written } = write(turn)
    const actual = costOf(conversation.model, model, usage, wire.provider.name)
    const spoken = spokenOf(turn, conversation, retellingIn(wire, asked, write))
    return { kind: 'ok', output: outputOf(written), metering: { usage, ...(actual && { actual }) }, spoken }
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown
    return { kind: 'error', output: jsonOutput(thrown.status, wire.misuse(thrown, place)) }
  }
}

function modelOf({ model: name }: Conversation, { models }: Provider): WorldModel {
  const model = Object.hasOwn(models, name) ? models[name] : undefined
  if (!model) throw new Error(`the scenario has no model "${name}".${suggest(name, Object.keys(models))}`)
  return model
}

/** Writes turns as the answer to one request: however often it does, time and ids are the same. */
function writer(
  wire: Wire,
  asked: Asked,
  what: Pick<Writing, 'conversation' | 'aside'>,
  { newId, clock }: Provider,
): (turn: Turn) => Written {
  const createdAt = Math.floor(clock.now() / 1_000)
  const restart = repeatable(newId)
  return (turn) => wire.write(turn, { ...what, createdAt, newId: restart() }, asked)
}

/** Gives new ids, and after each restart the same ones again: the first of a prefix is the first, the second the second. */
function repeatable(newId: Provider['newId']): () => Provider['newId'] {
  const given = new Map<string, string>()
  return () => {
    const counts = new Map<string, number>()
    return (prefix) => {
      const count = (counts.get(prefix) ?? 0) + 1
      counts.set(prefix, count)
      const place = `${prefix} ${count}`
      const id = given.get(place) ?? newId(prefix)
      given.set(place, id)
      return id
    }
  }
}

type Retelling = Pick<Spoken, 'say' | 'carried' | 'asked'>

function spokenOf(turn: Turn, { tools, messages }: Conversation, how: Retelling): Spoken {
  const calls = messages.flatMap((message) =>
    message.role === 'tool-call' ? [{ id: message.id, name: message.name, input: message.input }] : [],
  )
  const results = new Set(messages.flatMap((message) => (message.role === 'tool-result' ? [message.id] : [])))
  return { turn, tools, calls, answered: calls.filter(({ id }) => results.has(id)), ...how }
}

/** How a wire says another turn in answer to the same request. */
function retellingIn(wire: Wire, asked: Asked, write: (turn: Turn) => Written): Retelling {
  const carried = (turn: Turn) => wire.carried?.(turn, asked) ?? turn
  return {
    say: (turn) => outputOf(write(turn)),
    carried,
    asked: (turn) => askedIn(carried(turn), write(turn).callIds),
  }
}

function askedIn({ toolCalls = [] }: Turn, ids: readonly (string | undefined)[]): AskedTool[] {
  return toolCalls.map(({ name, input }, at) => ({ id: ids[at], name, input }))
}

function outputOf({ body, stream }: Pick<Written, 'body' | 'stream'>): HttpOutput {
  if (!stream) return jsonOutput(200, body)
  return { status: 200, headers: [['content-type', stream.contentType]], ...textStream(stream.pieces) }
}

function parse(body: string, wire: Wire): Json {
  const value = parsed(body)
  if (value === undefined || isTooDeep(value)) throw new WireError(wire.unreadable(body), null)
  return value
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** What a call will cost at the most. What it refers to in place of repeating it is part of what is read. */
function estimate(models: Models, wire: Wire, asked: Asked): Partial<Declared> {
  const { request, place } = asked
  const name = wire.modelOf(request, place)
  const model = name !== undefined && Object.hasOwn(models, name) ? models[name] : undefined
  if (name === undefined || !model) return {}
  const refers = wire.opening(request, place) === undefined
  const earlier = refers ? countConversation(conversationOf(wire, asked, name)) : 0
  const maximum = wire.maxOutputTokens(request)
  const answers = wire.answers?.(request) ?? 1
  return mostCost(name, model, { request, maximum, answers, earlier, wireProvider: wire.provider.name })
}
