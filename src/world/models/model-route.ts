import type { HttpRequest, Route } from '../../boundary/http-world.ts'
import type { HttpOutput, Reply } from '../../boundary/reply.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Json } from '../../kernel/json.ts'
import { type Money, micros } from '../../kernel/money.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { ScriptedModel } from './define.ts'
import {
  countTokens,
  type ResponseBody,
  readRequest,
  remember,
  type Stored,
  WireError,
  writeResponse,
} from './openai-responses.ts'
import { streamResponse } from './openai-responses-stream.ts'

/** The host that stands in for the model's provider. */
export const MODEL_ORIGIN = 'https://model.mettle.test'
/** What clients take as their base URL. */
export const MODEL_URL = `${MODEL_ORIGIN}/v1`
/** Output tokens assumed for a call that names no maximum, when its price is estimated. */
const ASSUMED_OUTPUT_TOKENS = 1_000

type Models = Readonly<Record<string, ScriptedModel>>

/** Answers for the model's provider during one trial. */
export function modelRoute(models: Models, clock: Clock): (method: string, url: URL) => Route | undefined {
  const stored: Stored = new Map()
  let ids = 0
  const newId = (prefix: string) => `${prefix}_${++ids}`
  return (method, url) => {
    if (method !== 'POST' || url.pathname !== '/v1/responses') return undefined
    return {
      channel: 'model',
      target: 'model chat',
      access: 'read',
      path: {},
      declare: ({ body }) => {
        const cost = estimate(models, body)
        return { items: 1, ...(cost && { cost }) }
      },
      execute: async (request) => respond(request, { models, stored, newId, clock }),
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
function respond({ body = '' }: HttpRequest, { models, stored, newId, clock }: Provider): Reply<HttpOutput> {
  try {
    const parsed = parse(body)
    const conversation = readRequest(parsed, stored)
    const { model: name } = conversation
    const model = Object.hasOwn(models, name) ? models[name] : undefined
    if (!model) throw new Error(`the scenario has no model "${name}".${suggest(name, Object.keys(models))}`)
    const createdAt = Math.floor(clock.now() / 1_000)
    const response = writeResponse(model.policy(conversation), { conversation, createdAt, newId })
    remember(stored, parsed, response)
    const { input_tokens: inputTokens, output_tokens: outputTokens } = response.usage
    const actual = priceOf(model, inputTokens, outputTokens)
    const metering = { usage: { inputTokens, outputTokens }, ...(actual && { actual }) }
    return { kind: 'ok', output: write(response, parsed), metering }
  } catch (thrown) {
    if (!(thrown instanceof WireError)) throw thrown
    return { kind: 'error', output: json(thrown.status, thrown.body) }
  }
}

function write(response: ResponseBody, request: Json): HttpOutput {
  const streamed = typeof request === 'object' && request !== null && 'stream' in request && request.stream === true
  if (!streamed) return json(200, response)
  return { status: 200, headers: { 'content-type': 'text/event-stream' }, body: streamResponse(response) }
}

function json(status: number, body: Json): HttpOutput {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
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
  const { model: name, max_output_tokens: max } = (body ?? {}) as { model?: string; max_output_tokens?: number }
  const model = typeof name === 'string' && Object.hasOwn(models, name) ? models[name] : undefined
  const output = typeof max === 'number' && max > 0 ? max : ASSUMED_OUTPUT_TOKENS
  return model && priceOf(model, countTokens(JSON.stringify(body)), output)
}

function priceOf({ price }: ScriptedModel, inputTokens: number, outputTokens: number): Money | undefined {
  if (!price) return undefined
  return micros(Math.ceil((inputTokens * price.input.micros + outputTokens * price.output.micros) / 1_000_000))
}
