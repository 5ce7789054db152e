import { LLMock } from '@copilotkit/aimock'
import { afterAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/kernel/json.ts'
import type { Turn } from '../../../src/world/models/define.ts'
import { piecesOf } from '../../../src/world/models/pieces.ts'
import { openProvider } from './provider.ts'

// Somebody else's stand-in writes the same turns: where the two have another shape, one is wrong, or leaves something out. Each
// difference is decided here, by the provider's own reference.

const CALL = { name: 'look', input: { at: 'Rome' } }
const TURNS: Record<string, Turn> = {
  'says it': { text: 'In Rome it is warm, and it goes on.' },
  'thinks first': { reasoning: 'Where is it?', text: 'In Rome.' },
  'asks for two': { toolCalls: [CALL, { ...CALL, input: { at: 'Oslo' } }] },
  'asks and talks': { text: 'A moment.', toolCalls: [CALL] },
  'is cut': { text: 'In Rome', stop: 'max-tokens' },
}

type Body = { [name: string]: Json }

/** How each wire is asked for a turn by its name. */
const WIRES: Record<string, (said: string, streamed: boolean) => [path: string, body: Body]> = {
  'chat-completions': (said, stream) => {
    const tools = [{ type: 'function', function: { name: 'look', parameters: { type: 'object' } } }]
    const more = stream && { stream_options: { include_usage: true } }
    return ['/v1/chat/completions', { messages: [{ role: 'user', content: said }], tools, stream, ...more }]
  },
  responses: (said, stream) => {
    const tools = [{ type: 'function', name: 'look', parameters: { type: 'object' } }]
    return ['/v1/responses', { input: [{ role: 'user', content: said }], tools, stream }]
  },
  messages: (said, stream) => {
    const tools = [{ name: 'look', input_schema: { type: 'object' } }]
    return ['/v1/messages', { max_tokens: 99, messages: [{ role: 'user', content: said }], tools, stream }]
  },
  'generate-content': (said, stream) => {
    const tools = [{ functionDeclarations: [{ name: 'look' }] }]
    const operation = stream ? 'streamGenerateContent?alt=sse' : 'generateContent'
    return [`/v1beta/models/scripted:${operation}`, { contents: [{ role: 'user', parts: [{ text: said }] }], tools }]
  },
}

/** Every path in what was said, with the kind of what stands there. Events of a kind are one. */
function shapeOf(pieces: readonly Json[]): Set<string> {
  const shape = new Set<string>()
  const walk = (value: Json, path: string) => {
    if (Array.isArray(value)) {
      shape.add(`${path}: list`)
      for (const each of value) walk(each, `${path}[${kindOf(each)}]`)
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) walk(member, `${path}.${name}`)
    } else shape.add(`${path}: ${wordOf(path, value)}`)
  }
  for (const piece of pieces) walk(piece, kindOf(piece))
  return shape
}

/** Members that hold one of a few words: the words count. */
const WORDS = /\.(type|object|role|status|finish_reason|stop_reason|finishReason)$/

function wordOf(path: string, value: string | number | boolean | null): string {
  if (value === null) return 'null'
  return WORDS.test(path) ? String(value) : typeof value
}

/** Parts, items and events are told apart by their type. */
function kindOf(value: Json): string {
  return typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : ''
}

const provider = await openProvider(({ messages }) => {
  const [first] = messages
  return (first?.role === 'user' && TURNS[first.text]) || {}
})
const mock = new LLMock({ port: 0, logLevel: 'silent' })
mock.addFixtures(
  Object.entries(TURNS).map(([userMessage, { text, reasoning, toolCalls, stop }]) => ({
    match: { userMessage },
    response: {
      ...(text !== undefined && { content: text }),
      ...(reasoning !== undefined && { reasoning }),
      ...(toolCalls && {
        toolCalls: toolCalls.map(({ name, input }) => ({ name, arguments: JSON.stringify(input) })),
      }),
      ...(stop && { finishReason: 'length' }),
    } as { content: string },
  })),
)
await mock.start()
afterAll(async () => {
  await mock.stop()
  await provider[Symbol.asyncDispose]()
})

async function heard(url: string, [path, body]: [string, Body]): Promise<Json[]> {
  const headers = { 'content-type': 'application/json', authorization: 'Bearer k', 'x-api-key': 'k' }
  const response = await fetch(url + path, {
    method: 'POST',
    headers,
    body: JSON.stringify({ model: 'scripted', ...body }),
  })
  expect(response.status, path).toBe(200)
  return piecesOf(await response.text())
}

/** The answers to each turn, whole and streamed. */
async function answers(url: string, wire: string): Promise<Json[][]> {
  const ask = WIRES[wire]
  if (!ask) throw new Error(`There is no wire ${wire}.`)
  const all: Json[][] = []
  for (const streamed of [false, true])
    for (const said of Object.keys(TURNS)) all.push(await heard(url, ask(said, streamed)))
  return all
}

/** What stands in ours alone ('+') and in theirs alone ('-'). */
async function differences(wire: string): Promise<string[]> {
  const ours = shapeOf((await answers(provider.url, wire)).flat())
  const theirs = shapeOf((await answers(mock.url, wire)).flat())
  return [
    ...[...ours].filter((path) => !theirs.has(path)).map((path) => `+ ${path}`),
    ...[...theirs].filter((path) => !ours.has(path)).map((path) => `- ${path}`),
  ]
}

function literal(text: string): string {
  return text.replace(/[.[\]]/g, '\\$&').replace(/^\+/, '\\+')
}

/** Where the two differ, and why ours stays as it is. `*` stands for anything. */
const DECIDED: Record<string, Record<string, string>> = {
  'chat-completions': {
    '+ .usage.prompt_tokens_details.cached_tokens: number': 'the reference counts it; clients add it up',
    '+ .usage.prompt_tokens_details.audio_tokens: number': 'the reference counts it',
    '+ .usage.completion_tokens_details.reasoning_tokens: number': 'the reference counts it; clients add it up',
    '+ .usage.completion_tokens_details.*: number': 'the reference counts audio and predictions',
    '- *.reasoning_content: string': 'OpenAI has no such member: others who speak its wire do, and it is heard of them',
    '+ .choices[].message.annotations: list': 'an answer in one piece has it',
    '+ .choices[].delta.refusal: null': 'the first chunk of the real API has it',
  },
  responses: {
    '+ *.sequence_number: number': 'each event of the reference has one',
    '+ *.logprobs: list': 'the reference asks for them in parts and events of a text, if only as none',
    '+ *.usage.input_tokens_details.cached_tokens: number': 'required by the reference',
    '+ *.usage.output_tokens_details.reasoning_tokens: number': 'required by the reference',
    '+ *.error: null': 'required by the reference',
    '+ *.incomplete_details: null': 'required by the reference',
    '+ .incomplete_details.reason: string': 'says why a response is incomplete',
    '+ *.instructions: null': 'required by the reference',
    '+ *.parallel_tool_calls: boolean': 'required by the reference',
    '+ *.previous_response_id: null': 'the real API always sends it',
    '+ *.temperature: number': 'required by the reference',
    '+ *.top_p: number': 'required by the reference',
    '+ *.tool_choice: string': 'required by the reference',
    '+ *.tools: list': 'required by the reference',
    '+ response.*.response.usage: null': 'nothing is counted while a response is made',
    '+ response.incomplete.*': 'a response that is cut ends with an event of its own; theirs says `completed`',
    '+ *.status: incomplete': 'so do the items that it was cut in',
    '- response.completed.response.status: incomplete': 'theirs tells it in the event of one that is complete',
  },
  messages: {
    '+ *.citations: null': 'required by the reference',
    '+ *.caller.type: direct': 'required by the reference',
    '+ *.container: null': 'required by the reference',
    '+ *.diagnostics: null': 'required by the reference',
    '+ *.stop_details: null': 'required by the reference',
    '+ *.usage.cache_read_input_tokens: number': 'required by the reference; clients add it up',
    '+ *.usage.cache_creation_input_tokens: number': 'required by the reference; clients add it up',
    '+ *.usage.cache_creation.*: number': 'required by the reference',
    '+ *.usage.output_tokens_details*': 'required by the reference',
    '+ *.usage.server_tool_use: null': 'required by the reference',
    '+ *.usage.service_tier: string': 'required by the reference',
    '+ *.usage.inference_geo: null': 'required by the reference',
    '+ *.usage.speed: null': 'required by the reference',
    '+ message_delta.usage.input_tokens: number': 'required by the reference: the last count is of all',
  },
  'generate-content': {
    '+ .modelVersion: string': 'the reference names who answered, and clients show it',
    '+ .responseId: string': 'the reference has it',
    '+ .usageMetadata.promptTokensDetails*': 'the real API counts by modality',
    '+ .usageMetadata.thoughtsTokenCount: number': 'what was thought is counted apart',
    '+ *.functionCall.id: string': 'newer models give one, and results are matched by it',
    '- .candidates[].finishReason: FUNCTION_CALL': 'the reference has no such reason: a call ends with STOP',
  },
}

describe.each(Object.keys(WIRES))('%s', (wire) => {
  test('each difference is decided', async () => {
    const decided = Object.keys(DECIDED[wire] ?? {})
    const found = await differences(wire)
    const fits = (pattern: string) => new RegExp(`^${pattern.split('*').map(literal).join('.*')}$`)
    expect(found.filter((one) => !decided.some((pattern) => fits(pattern).test(one)))).toEqual([])
    // Nor is anything decided that is no difference any more.
    expect(decided.filter((pattern) => !found.some((one) => fits(pattern).test(one)))).toEqual([])
  })

  test('events come in the same order', async () => {
    const ordered = async (url: string) =>
      (await answers(url, wire)).map((pieces) => {
        const kinds = pieces.map((piece) => kindOf(piece).replace('response.incomplete', 'response.completed'))
        return kinds.filter((kind, at) => kind !== kinds[at - 1])
      })
    expect(await ordered(provider.url)).toEqual(await ordered(mock.url))
  })
})
