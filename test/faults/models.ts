import Anthropic from '@anthropic-ai/sdk'
import { GoogleGenAI } from '@google/genai'
import OpenAI from 'openai'
import { createSeam } from '../../src/boundary/seam.ts'
import { installFetch } from '../../src/channels/http/fetch.ts'
import { createServing } from '../../src/channels/http/serving.ts'
import { channels } from '../../src/channels/index.ts'
import { faultRecords, planInjector } from '../../src/faults/plan.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { leapingClock } from '../../src/testing/fault-stage.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { traceHash } from '../../src/trace/trace-hash.ts'
import type { Conversation, Turn } from '../../src/world/models/define.ts'
import { MODEL_ORIGIN, modelRoute } from '../../src/world/models/model-route.ts'
import { bind, type Entry } from './lab.ts'

const realFetch = globalThis.fetch
export const serving = createServing()
installFetch(serving)
/** Of the process that the provider is in, as a function agent has it. */
export const fetch = globalThis.fetch
globalThis.fetch = realFetch

/** What an agent gets of one turn of its model. */
export interface Got {
  text?: string | null
  /** Of tool calls: names, and arguments as the SDK gives them. */
  calls?: [name: string, args: unknown][]
  refusal?: string | null
  stop?: unknown
  model?: string
  /** What the SDK threw. */
  thrown?: string
}

type Way = 'whole' | 'streamed'
type Ask = (way: Way) => Promise<Got>

const parameters = { type: 'object' as const, properties: { order: { type: 'string' } } }
const TASK = 'Refund order o1.'
const LOOKED = { order: 'o1', paid: true }
const ALL = { apiKey: 'mettle', fetch, maxRetries: 0 }

/** A conversation in which `look` was called and has answered: the model is to refund next, or to say that it is done. */
export const clients: Record<string, Ask> = {
  responses: async (way) => {
    const client = new OpenAI({ ...ALL, baseURL: `${MODEL_ORIGIN}/v1` })
    const request = {
      model: 'scripted',
      input: [
        { role: 'user' as const, content: TASK },
        { type: 'function_call' as const, call_id: 'call_0', name: 'look', arguments: '{"order":"o1"}' },
        { type: 'function_call_output' as const, call_id: 'call_0', output: JSON.stringify(LOOKED) },
      ],
      tools: ['look', 'refund'].map((name) => ({ type: 'function' as const, name, parameters, strict: false })),
    }
    const { output, status, incomplete_details, model } =
      way === 'whole' ? await client.responses.create(request) : await client.responses.stream(request).finalResponse()
    const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []))
    return {
      text: parts.flatMap((part) => (part.type === 'output_text' ? part.text : [])).join('') || null,
      refusal: parts.flatMap((part) => (part.type === 'refusal' ? part.refusal : [])).join('') || null,
      calls: output.flatMap((item) => (item.type === 'function_call' ? [[item.name, item.arguments]] : [])),
      stop: incomplete_details?.reason ?? status,
      model,
    }
  },
  'chat-completions': async (way) => {
    const client = new OpenAI({ ...ALL, baseURL: `${MODEL_ORIGIN}/v1` })
    const call = { id: 'call_0', type: 'function' as const, function: { name: 'look', arguments: '{"order":"o1"}' } }
    const request = {
      model: 'scripted',
      messages: [
        { role: 'user' as const, content: TASK },
        { role: 'assistant' as const, content: null, tool_calls: [call] },
        { role: 'tool' as const, tool_call_id: 'call_0', content: JSON.stringify(LOOKED) },
      ],
      tools: ['look', 'refund'].map((name) => ({ type: 'function' as const, function: { name, parameters } })),
    }
    const { choices, model } =
      way === 'whole'
        ? await client.chat.completions.create(request)
        : await client.chat.completions.stream(request).finalChatCompletion()
    const [choice] = choices
    return {
      text: choice?.message.content ?? null,
      refusal: choice?.message.refusal ?? null,
      calls: (choice?.message.tool_calls ?? []).flatMap((each) =>
        each.type === 'function' ? [[each.function.name, each.function.arguments]] : [],
      ),
      stop: choice?.finish_reason,
      model,
    }
  },
  'generate-content': google,
  messages: async (way) => {
    const client = new Anthropic({ ...ALL, baseURL: MODEL_ORIGIN })
    const use = { type: 'tool_use' as const, id: 'toolu_0', name: 'look', input: { order: 'o1' } }
    const result = { type: 'tool_result' as const, tool_use_id: 'toolu_0', content: JSON.stringify(LOOKED) }
    const request = {
      model: 'scripted',
      max_tokens: 100,
      messages: [
        { role: 'user' as const, content: TASK },
        { role: 'assistant' as const, content: [use] },
        { role: 'user' as const, content: [result] },
      ],
      tools: ['look', 'refund'].map((name) => ({ name, input_schema: parameters })),
    }
    const { content, stop_reason, model } =
      way === 'whole' ? await client.messages.create(request) : await client.messages.stream(request).finalMessage()
    return {
      text: content.flatMap((block) => (block.type === 'text' ? block.text : [])).join('') || null,
      refusal: null,
      calls: content.flatMap((block) => (block.type === 'tool_use' ? [[block.name, block.input]] : [])),
      stop: stop_reason,
      model,
    }
  },
}

/** Google's SDK asks by the fetch of its process. */
async function google(way: Way): Promise<Got> {
  const { models } = new GoogleGenAI({ apiKey: 'mettle', httpOptions: { baseUrl: MODEL_ORIGIN } })
  const call = { functionCall: { id: 'call_0', name: 'look', args: { order: 'o1' } } }
  const result = { functionResponse: { id: 'call_0', name: 'look', response: LOOKED } }
  const functionDeclarations = ['look', 'refund'].map((name) => ({ name, parametersJsonSchema: parameters }))
  const request = {
    model: 'scripted',
    contents: [
      { role: 'user', parts: [{ text: TASK }] },
      { role: 'model', parts: [call] },
      { role: 'user', parts: [result] },
    ],
    config: { tools: [{ functionDeclarations }] },
  }
  globalThis.fetch = fetch
  try {
    const pieces = way === 'whole' ? [await models.generateContent(request)] : []
    if (way === 'streamed') for await (const piece of await models.generateContentStream(request)) pieces.push(piece)
    const candidates = pieces.flatMap(({ candidates = [] }) => candidates)
    const parts = candidates.flatMap(({ content }) => content?.parts ?? [])
    const last = candidates.at(-1)
    return {
      text: parts.map(({ text = '' }) => text).join('') || null,
      refusal: null,
      calls: parts.flatMap(({ functionCall }) => (functionCall ? [[functionCall.name ?? '', functionCall.args]] : [])),
      stop: last?.finishReason,
      ...(pieces[0]?.modelVersion !== undefined && { model: pieces[0].modelVersion }),
    }
  } finally {
    globalThis.fetch = realFetch
  }
}

/** What the model says if nothing is done to it. */
export const turns = {
  call: { text: 'A moment.', toolCalls: [{ name: 'refund', input: { order: 'o1' } }] },
  words: { text: 'The refund of o1 is done, and nothing else was.' },
} satisfies Record<string, Turn>

export interface Met<G = Got> {
  got: G
  state: string | undefined
  /** Of each entry of the plan. */
  states: string[]
  symptom: string | null | undefined
  /** Of each call: what crossed. */
  outcomes: (string | undefined)[]
  hash: string
}

/** One turn on one wire, by the provider's own SDK, with a plan of faults on it. */
export function meetModel(plan: Entry[], wire: string, way: Way, turn: Turn = turns.call): Promise<Met> {
  return meet(plan, turn, () => asked(wire, way))
}

/** An answer as it crosses, to the question that is whole without a tool. */
export async function answerOf(plan: Entry[], path: string, more: object = {}, turn: Turn = turns.words) {
  const messages = [{ role: 'user', content: TASK }]
  const said = path.endsWith('responses') ? { input: messages } : { messages, max_tokens: 100 }
  const body = JSON.stringify({ model: 'scripted', ...said, ...more })
  return meet(plan, turn, async () => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${MODEL_ORIGIN}${path}`, { method: 'POST', headers, body })
    const { status } = response
    return { status, headers: Object.fromEntries(response.headers), text: await response.text() }
  })
}

/** Something that is asked of a model, with a plan of faults on it. */
export async function meet<G>(plan: Entry[], turn: Turn, ask: () => Promise<G>): Promise<Met<G>> {
  const clock = leapingClock()
  const events: Recorded[] = []
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const entries = plan.map(bind)
  const seam = createSeam({
    channels,
    guards: [],
    injector: planInjector(entries, { random: createRandom(1), clock }),
    approver: undefined,
    clock,
    signal: new AbortController().signal,
    maxCalls: 10,
    write,
    stop: () => {},
  })
  const route = modelRoute({ scripted: { policy: (_: Conversation) => turn } }, clock)
  serving.open({ http: { route }, seam, principal: 'agent', belongs: () => true, note: write })
  const got = await ask()
  await new Promise((resolve) => setImmediate(resolve))
  const evidence = gatherEvidence(events)
  const broken = events.find((event) => event.type === 'harness-fault')
  if (broken) throw new Error(broken.message)
  const records = faultRecords(entries, evidence.calls)
  const [record] = records
  const states = records.map(({ state }) => state)
  const outcomes = evidence.calls.map(({ delivered }) => delivered?.outcome)
  return { got, outcomes, states, state: record?.state, symptom: record?.symptom, hash: traceHash(evidence) }
}

async function asked(wire: string, way: Way): Promise<Got> {
  try {
    return await (clients[wire] as Ask)(way)
  } catch (thrown) {
    const { message, code, headers } = thrown as Error & { code?: string; headers?: Headers }
    const wait = headers?.get?.('retry-after')
    const more = [code, wait && `retry-after ${wait}`].filter(Boolean).join(', ')
    return { thrown: `${(thrown as Error).constructor.name}: ${message}${more && ` [${more}]`}` }
  }
}
