import type { Route } from '../../boundary/http-world.ts'
import { providerRefusal } from '../../boundary/refusal.ts'
import type { Metering, Reply } from '../../boundary/reply.ts'
import { type HttpOutput, type HttpRequest, jsonOutput } from '../../boundary/wire.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Json } from '../../kernel/json.ts'
import { type Money, micros } from '../../kernel/money.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { ModelWire } from '../../trace/events/call.ts'
import { completionEvents, completionOf, readCompletion, writeCompletion } from './chat-completions.ts'
import type { Conversation, ScriptedModel, Turn } from './define.ts'
import { fieldsOf } from './fields.ts'
import { messageEvents, readMessages, writeMessage } from './messages.ts'
import {
  countTokens,
  readRequest,
  remember,
  type Stored,
  WireError,
  type Writing,
  writeResponse,
} from './openai-responses.ts'
import { streamResponse } from './openai-responses-stream.ts'
import { serverSentEvents } from './server-sent-events.ts'

/** The host that stands in for the model's provider. */
export const MODEL_ORIGIN = 'https://model.mettle.test'
/** Clients of Anthropic's differ in whether their base URL ends in /v1. */
const WIRES: Readonly<Record<string, ModelWire>> = {
  '/v1/responses': 'responses',
  '/v1/chat/completions': 'chat-completions',
  '/v1/messages': 'messages',
  '/messages': 'messages',
}
/** Output tokens assumed for a call that names no maximum, when its price is estimated. */
const ASSUMED_OUTPUT_TOKENS = 1_000

type Models = Readonly<Record<string, ScriptedModel>>

/** Answers for the model's provider during one trial. */
export function modelRoute(models: Models, clock: Clock): (method: string, url: URL) => Route | undefined {
  const stored: Stored = new Map()
  let ids = 0
  const newId = (prefix: string) => `${prefix}_${++ids}`
  return (method, url) => {
    const wire = Object.hasOwn(WIRES, url.pathname) ? WIRES[url.pathname] : undefined
    if (method !== 'POST' || !wire) return undefined
    return {
      wire,
      target: 'model chat',
      access: 'read',
      path: {},
      declare: ({ body }) => {
        const cost = estimate(models, body)
        return { items: 1, ...(cost && { cost }) }
      },
      execute: async (request) => respond(request, wire, { models, stored, newId, clock }),
    }
  }
}

interface Provider {
  models: Models
  stored: Stored
  newId(prefix: string): string
  clock: Clock
}

/** @throws {Error} the scenario has no such model: its author's mistake, not the agent's. */
function respond({ body }: HttpRequest, wire: ModelWire, provider: Provider): Reply<HttpOutput> {
  try {
    const parsed = parse(body?.text ?? '')
    const conversation = FORMS[wire].read(parsed, provider.stored)
    const model = modelOf(conversation, provider)
    const { output, usage } = answer(parsed, conversation, wire, model, provider)
    const actual = priceOf(model, usage.inputTokens, usage.outputTokens)
    return { kind: 'ok', output, metering: { usage, ...(actual && { actual }) } }
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown
    return { kind: 'error', output: jsonOutput(thrown.status, errorOf(thrown, wire)) }
  }
}

function modelOf({ model: name }: Conversation, { models }: Provider): ScriptedModel {
  const model = Object.hasOwn(models, name) ? models[name] : undefined
  if (!model) throw new Error(`the scenario has no model "${name}".${suggest(name, Object.keys(models))}`)
  return model
}

/** How a wire says things. */
interface Form {
  read(request: Json, stored: Stored): Conversation
  write(turn: Turn, writing: Writing, asked: { request: Json; stored: Stored }): Written
}

/** An answer on its wire, whole or as a stream of events. */
interface Written {
  body: Json
  stream(): ReadableStream<Uint8Array>
  usage: NonNullable<Metering['usage']>
}

const FORMS: Readonly<Record<ModelWire, Form>> = {
  responses: {
    read: readRequest,
    write: (turn, writing, { request, stored }) => {
      const body = writeResponse(turn, writing)
      remember(stored, request, body)
      const { input_tokens: inputTokens, output_tokens: outputTokens } = body.usage
      return { body, stream: () => streamResponse(body), usage: { inputTokens, outputTokens } }
    },
  },
  'chat-completions': {
    read: readCompletion,
    write: (turn, writing, { request }) => {
      const completion = completionOf(turn, writing)
      const withUsage = fieldsOf(fieldsOf(request).stream_options).include_usage === true
      const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = completion.usage
      return {
        body: writeCompletion(completion),
        stream: () => serverSentEvents(completionEvents(completion, withUsage)),
        usage: { inputTokens, outputTokens },
      }
    },
  },
  messages: {
    read: readMessages,
    write: (turn, writing) => {
      const body = writeMessage(turn, writing)
      const { input_tokens: inputTokens, output_tokens: outputTokens } = body.usage
      return { body, stream: () => serverSentEvents(messageEvents(body)), usage: { inputTokens, outputTokens } }
    },
  },
}

function answer(
  request: Json,
  conversation: Conversation,
  wire: ModelWire,
  model: ScriptedModel,
  { stored, newId, clock }: Provider,
): { output: HttpOutput; usage: Written['usage'] } {
  const writing = { conversation, createdAt: Math.floor(clock.now() / 1_000), newId }
  const { body, stream, usage } = FORMS[wire].write(model.policy(conversation), writing, { request, stored })
  const streamed = fieldsOf(request).stream === true
  return { output: streamed ? events(stream()) : jsonOutput(200, body), usage }
}

function errorOf({ status, message, body }: WireError, wire: ModelWire): Json {
  return wire === 'messages' ? providerRefusal(wire, { status, code: 'invalid_request_error', message }) : body
}

function events(body: ReadableStream<Uint8Array>): HttpOutput {
  return { status: 200, headers: [['content-type', 'text/event-stream']], body }
}

function parse(body: string): Json {
  try {
    return JSON.parse(body) as Json
  } catch {
    throw new WireError('We could not parse the JSON body of your request.', null)
  }
}

/** What a call will cost at the most: its own text as input, the maximum that it names as output. */
function estimate(models: Models, body: Json): Money | undefined {
  const { model: name, max_output_tokens, max_completion_tokens, max_tokens } = fieldsOf(body)
  const max = max_output_tokens ?? max_completion_tokens ?? max_tokens
  const model = typeof name === 'string' && Object.hasOwn(models, name) ? models[name] : undefined
  const output = typeof max === 'number' && max > 0 ? max : ASSUMED_OUTPUT_TOKENS
  return model && priceOf(model, countTokens(JSON.stringify(body)), output)
}

function priceOf({ price }: ScriptedModel, inputTokens: number, outputTokens: number): Money | undefined {
  if (!price) return undefined
  return micros(Math.ceil((inputTokens * price.input.micros + outputTokens * price.output.micros) / 1_000_000))
}
