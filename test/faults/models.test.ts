import { afterAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { answerOf, type Got, meetModel, serving, turns } from './models.ts'

// What the providers' own SDKs make of each fault, on each wire, streamed and not.

afterAll(() => serving.close())

type Wire = 'responses' | 'chat-completions' | 'messages' | 'generate-content'
/** What a client gets; two where the answer in one piece and the stream are not told alike. */
type Cell = Partial<Got> | { whole: Partial<Got>; streamed: Partial<Got> }

interface Row {
  fault?: keyof typeof faults
  params?: Record<string, unknown>
  turn?: keyof typeof turns
  /** It does nothing to one of the two. */
  only?: 'streamed'
  cells: Record<Wire, Cell>
}

const TEXT = 'A moment.'
const WORDS = turns.words.text
const ARGS = '{"order":"o1"}'
const SORRY = "I'm sorry, but I can't help with that."

/** The turn as it was, on each wire. */
const CALM = {
  responses: { text: TEXT, calls: [['refund', ARGS]], stop: 'completed', model: 'scripted' },
  'chat-completions': { text: TEXT, calls: [['refund', ARGS]], stop: 'tool_calls', model: 'scripted' },
  messages: { text: TEXT, calls: [['refund', { order: 'o1' }]], stop: 'tool_use', model: 'scripted' },
  'generate-content': { text: TEXT, calls: [['refund', { order: 'o1' }]], stop: 'STOP', model: 'scripted' },
} satisfies Record<Wire, Partial<Got>>

/** The same with something else about it. */
function each(more: Partial<Got>): Record<Wire, Partial<Got>> {
  return {
    responses: { ...CALM.responses, ...more },
    'chat-completions': { ...CALM['chat-completions'], ...more },
    messages: { ...CALM.messages, ...more },
    'generate-content': { ...CALM['generate-content'], ...more },
  }
}

function throws(byOpenAi: string, byAnthropic: string, byGoogle: string): Record<Wire, Cell> {
  return {
    responses: { thrown: byOpenAi },
    'chat-completions': { thrown: byOpenAi },
    messages: { thrown: byAnthropic },
    'generate-content': { thrown: byGoogle },
  }
}

function google(code: number, status: string, message: string, more: object = {}): string {
  return `ApiError: ${JSON.stringify({ error: { code, message, status, ...more } })}`
}

function anthropic(type: string, message: string): string {
  return JSON.stringify({ type: 'error', error: { type, message } })
}

const table: Record<string, Row> = {
  none: { cells: CALM },
  'rate-limited': {
    params: { retryAfterSeconds: 20 },
    cells: throws(
      'RateLimitError: 429 Rate limit reached for requests. Please try again in 20s. [rate_limit_exceeded, retry-after 20]',
      `RateLimitError: 429 ${anthropic('rate_limit_error', "This request would exceed your account's rate limit. Please try again later.")} [retry-after 20]`,
      google(429, 'RESOURCE_EXHAUSTED', 'Resource has been exhausted (e.g. check quota).', {
        details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '20s' }],
      }),
    ),
  },
  overloaded: {
    cells: throws(
      'InternalServerError: 503 Our servers are currently overloaded. Please try again later. [server_is_overloaded]',
      `OverloadedError: 529 ${anthropic('overloaded_error', 'Overloaded')}`,
      google(503, 'UNAVAILABLE', 'The model is overloaded. Please try again later.'),
    ),
  },
  'authentication-failed': {
    cells: throws(
      'AuthenticationError: 401 Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys. [invalid_api_key]',
      `AuthenticationError: 401 ${anthropic('authentication_error', 'invalid x-api-key')}`,
      google(
        401,
        'UNAUTHENTICATED',
        'Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential.',
      ),
    ),
  },
  'context-length': {
    params: { maximumTokens: 8_192 },
    cells: {
      responses: {
        thrown:
          'BadRequestError: 400 Your input exceeds the context window of this model. Please adjust your input and try again. [context_length_exceeded]',
      },
      'chat-completions': {
        thrown:
          "BadRequestError: 400 This model's maximum context length is 8192 tokens. However, your messages resulted in 8193 tokens. Please reduce the length of the messages. [context_length_exceeded]",
      },
      messages: {
        thrown: `BadRequestError: 400 ${anthropic('invalid_request_error', 'prompt is too long: 8193 tokens > 8192 maximum')}`,
      },
      'generate-content': {
        thrown: google(
          400,
          'INVALID_ARGUMENT',
          'The input token count (8193) exceeds the maximum number of tokens allowed (8192).',
        ),
      },
    },
  },
  'malformed-tool-arguments': {
    cells: {
      ...each({ calls: [['refund', '{"order']] }),
      // Arguments are an object there, and nothing is done. In a stream they are a text, of which the SDK takes what it can.
      messages: { whole: CALM.messages, streamed: { ...CALM.messages, calls: [['refund', {}]] } },
      'generate-content': { ...CALM['generate-content'], calls: [], stop: 'MALFORMED_FUNCTION_CALL' },
    },
  },
  'malformed-tool-arguments, prose': {
    fault: 'malformed-tool-arguments',
    params: { how: 'prose' },
    cells: {
      ...each({ calls: [['refund', `Here are the arguments: ${ARGS}`]] }),
      messages: {
        whole: CALM.messages,
        streamed: { thrown: `AnthropicError: Unexpected token 'H', "Here are t"... is not valid JSON` },
      },
      'generate-content': { ...CALM['generate-content'], calls: [], stop: 'MALFORMED_FUNCTION_CALL' },
    },
  },
  'unknown-tool': {
    cells: {
      ...each({ calls: [['no_such_tool', ARGS]] }),
      messages: { ...CALM.messages, calls: [['no_such_tool', { order: 'o1' }]] },
      'generate-content': { ...CALM['generate-content'], calls: [['no_such_tool', { order: 'o1' }]] },
    },
  },
  'repeated-tool-call': {
    cells: {
      ...each({ text: null, calls: [['look', ARGS]] }),
      messages: { ...CALM.messages, text: null, calls: [['look', { order: 'o1' }]] },
      'generate-content': { ...CALM['generate-content'], text: null, calls: [['look', { order: 'o1' }]] },
    },
  },
  'repeated-tool-call, twice': {
    fault: 'repeated-tool-call',
    params: { how: 'twice' },
    cells: {
      ...each({
        calls: [
          ['refund', ARGS],
          ['refund', ARGS],
        ],
      }),
      messages: {
        ...CALM.messages,
        calls: [
          ['refund', { order: 'o1' }],
          ['refund', { order: 'o1' }],
        ],
      },
      'generate-content': {
        ...CALM['generate-content'],
        calls: [
          ['refund', { order: 'o1' }],
          ['refund', { order: 'o1' }],
        ],
      },
    },
  },
  refusal: {
    cells: {
      responses: { text: null, calls: [], refusal: SORRY, stop: 'completed' },
      'chat-completions': { text: null, calls: [], refusal: SORRY, stop: 'stop' },
      messages: { text: SORRY, calls: [], stop: 'refusal' },
      'generate-content': { text: SORRY, calls: [], stop: 'STOP' },
    },
  },
  'empty-completion': {
    cells: {
      responses: { text: null, calls: [], refusal: null, stop: 'completed' },
      'chat-completions': { text: '', calls: [], refusal: null, stop: 'stop' },
      messages: { text: null, calls: [], refusal: null, stop: 'end_turn' },
      'generate-content': { text: null, calls: [], refusal: null, stop: 'STOP' },
    },
  },
  'output-cut-at-max-tokens': {
    cells: {
      responses: { ...CALM.responses, calls: [['refund', '{"order']], stop: 'max_output_tokens' },
      'chat-completions': { ...CALM['chat-completions'], calls: [['refund', '{"order']], stop: 'length' },
      messages: { ...CALM.messages, calls: [['refund', {}]], stop: 'max_tokens' },
      'generate-content': { ...CALM['generate-content'], calls: [], stop: 'MAX_TOKENS' },
    },
  },
  'output-cut-at-max-tokens, words': {
    fault: 'output-cut-at-max-tokens',
    turn: 'words',
    cells: {
      responses: { text: WORDS.slice(0, WORDS.length >> 1), stop: 'max_output_tokens' },
      'chat-completions': { text: WORDS.slice(0, WORDS.length >> 1), stop: 'length' },
      messages: { text: WORDS.slice(0, WORDS.length >> 1), stop: 'max_tokens' },
      'generate-content': { text: WORDS.slice(0, WORDS.length >> 1), stop: 'MAX_TOKENS' },
    },
  },
  'model-substitution': { cells: each({ model: 'another-model' }) },
  'injected-instruction': { params: { text: 'Obey.' }, cells: each({ text: `${TEXT}\n\nObey.` }) },
  'truncated-stream': {
    only: 'streamed',
    cells: {
      // The SDK takes it for whole; only the status says that it is not.
      responses: { ...CALM.responses, stop: 'in_progress' },
      'chat-completions': { thrown: 'OpenAIError: missing finish_reason for choice 0' },
      messages: { thrown: 'AnthropicError: stream ended without producing a Message with role=assistant' },
      // All of its three events are missing, and nothing is said of it.
      'generate-content': { text: null, calls: [], stop: undefined },
    },
  },
  'truncated-stream, reset': {
    fault: 'truncated-stream',
    params: { how: 'reset' },
    only: 'streamed',
    cells: throws('OpenAIError: terminated', 'AnthropicError: terminated', 'TypeError: terminated'),
  },
  'slow-first-token': { only: 'streamed', cells: CALM },
  'stalled-stream': { only: 'streamed', cells: CALM },
}

function cellOf(cell: Cell, way: 'whole' | 'streamed'): Partial<Got> {
  return 'whole' in cell ? cell[way] : cell
}

describe.each(Object.entries(table))('%s', (title, row) => {
  const { fault = title as keyof typeof faults, params = {}, turn = 'call', only, cells } = row
  const plan = [{ fault: faults[fault] as Fault, params: params as never }]
  const rows = Object.entries(cells).flatMap(([wire, cell]) =>
    (['whole', 'streamed'] as const).map((way) => ({ wire: wire as Wire, way, cell })),
  )

  test.for(rows)('$wire, $way', async ({ wire, way, cell }) => {
    const acts = only === undefined || only === way
    const seen = acts ? cellOf(cell, way) : CALM[wire]
    const met = await meetModel(plan, wire, way, turns[turn])
    expect(met.got).toMatchObject(seen)
    const isCalm = !acts || (title !== 'none' && 'whole' in cell && seen === CALM[wire])
    expect(met.state).toBe(isCalm ? 'undelivered' : 'delivered')
    expect((await meetModel(plan, wire, way, turns[turn])).hash).toBe(met.hash)
  })
})

test('a fault of turns does nothing to a turn that has nothing for it, and says so', async () => {
  for (const fault of ['malformed-tool-arguments', 'unknown-tool'] as const) {
    const { got, state } = await meetModel([{ fault: faults[fault] as Fault }], 'messages', 'streamed', turns.words)
    expect(got).toMatchObject({ text: WORDS, stop: 'end_turn' })
    expect(state).toBe('undelivered')
  }
})

test('of two faults of one turn each is told by what the client got of it', async () => {
  const both = [faults['model-substitution'], faults['unknown-tool']].map((fault) => ({ fault: fault as Fault }))
  const { got, states } = await meetModel(both, 'responses', 'streamed')
  expect(got).toMatchObject({ model: 'another-model', calls: [['no_such_tool', ARGS]] })
  expect(states).toEqual(['delivered', 'delivered'])
  const over = [faults.refusal, faults['unknown-tool']].map((fault) => ({ fault: fault as Fault }))
  expect((await meetModel(over, 'responses', 'whole')).states).toEqual(['delivered', 'undelivered'])
})

const plan = (...names: (keyof typeof faults)[]) => names.map((name) => ({ fault: faults[name] as Fault }))

test.each([
  ['messages', ['malformed-tool-arguments', 'unknown-tool']],
  ['messages', ['unknown-tool', 'malformed-tool-arguments']],
  ['messages', ['malformed-tool-arguments', 'output-cut-at-max-tokens']],
  ['generate-content', ['malformed-tool-arguments', 'output-cut-at-max-tokens']],
] as const)(
  '%s in one piece has no place for arguments that are no JSON, whatever else is done: %j',
  async (wire, names) => {
    const { got, states } = await meetModel(plan(...names), wire, 'whole')
    expect(JSON.stringify(got)).not.toContain('{\\')
    expect(states).toEqual(names.map((name) => (name === 'malformed-tool-arguments' ? 'undelivered' : 'delivered')))
  },
)

test('a stream that lost its end is told by what it should have been, not by what the model said', async () => {
  const { got, states } = await meetModel(plan('truncated-stream', 'injected-instruction'), 'messages', 'streamed')
  expect(got.thrown).toContain('stream ended without producing a Message')
  expect(states).toEqual(['delivered', 'delivered'])
  // Google's list of JSON is no stream of events: nothing of it is missing, however short it is.
  const question = { contents: [{ parts: [{ text: 'Hi' }] }] }
  const path = '/v1beta/models/scripted:streamGenerateContent'
  const whole = await answerOf(plan('truncated-stream', 'empty-completion'), path, question)
  expect(JSON.parse(whole.got.text)).toHaveLength(1)
  expect(whole.states).toEqual(['undelivered', 'delivered'])
})

test.each(['refusal', 'empty-completion'] as const)(
  '%s is what another model says where another one answers',
  async (name) => {
    const { got, states } = await meetModel(plan(name, 'model-substitution'), 'chat-completions', 'whole')
    expect(got.model).toBe('another-model')
    expect(states).toEqual(['delivered', 'delivered'])
  },
)

test('every fault that only a model meets has a row', () => {
  const named = new Set(Object.entries(table).map(([title, { fault = title }]) => fault))
  const forModels = Object.values<Fault>(faults).filter(({ channels }) => channels.every((name) => name === 'model'))
  expect(forModels.filter(({ name }) => !named.has(name)).map(({ name }) => name)).toEqual([])
  expect(forModels.length).toBeGreaterThan(8)
})
