import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { WholeBody } from '../../src/boundary/wire.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import type { Json } from '../../src/kernel/json.ts'
import { usd } from '../../src/kernel/money.ts'
import type { Conversation, Turn } from '../../src/world/models/define.ts'
import { MODEL_ORIGIN, modelRoute } from '../../src/world/models/model-route.ts'

function provider(turn: Turn = { text: 'Yes.' }) {
  const asked: Conversation[] = []
  const policy = (conversation: Conversation) => {
    asked.push(conversation)
    return turn
  }
  const find = modelRoute({ scripted: { policy, price: { input: usd('1'), output: usd('1') } } }, manualClock(0))
  const ask = async (path: string, body: Json) => {
    const url = new URL(path, MODEL_ORIGIN)
    const route = find('POST', url)
    if (!route) throw new Error(`Nobody answers for ${path}.`)
    const request = { method: 'POST', url, headers: [], body: new WholeBody(JSON.stringify(body)) }
    const reply = await route.execute(request, {} as Call)
    if (reply.kind === 'broken') throw new Error('It broke.')
    return {
      ...reply,
      status: reply.output.status,
      said: (reply.output.body as WholeBody).json as { usage: { total_tokens: number } },
    }
  }
  return { asked, find, ask }
}

const question = {
  model: 'scripted',
  max_tokens: 10,
  messages: [{ role: 'user', content: [{ type: 'text', text: 'There?' }] }],
}
const texts = ['/v1/chat/completions', '/v1/messages', '/messages']

describe('a text has the form of its wire', () => {
  test('Chat Completions', async () => {
    const { ask, asked } = provider()
    const rules = { role: 'system', content: 'Be short.' }
    const { said, metering } = await ask('/v1/chat/completions', {
      ...question,
      messages: [rules, ...question.messages],
    })
    expect(said).toMatchObject({
      object: 'chat.completion',
      choices: [{ message: { role: 'assistant', content: 'Yes.' }, finish_reason: 'stop' }],
      usage: { completion_tokens: 1 },
    })
    expect(asked).toMatchObject([{ instructions: 'Be short.', messages: [{ role: 'user', text: 'There?' }] }])
    expect(metering?.actual?.micros).toBe(said.usage.total_tokens)
  })

  test.for(['/v1/messages', '/messages'])('Messages at %s', async (path) => {
    const { ask, asked } = provider()
    const { said } = await ask(path, { ...question, system: 'Be short.' })
    expect(said).toMatchObject({
      type: 'message',
      content: [{ type: 'text', text: 'Yes.' }],
      stop_reason: 'end_turn',
      usage: { output_tokens: 1 },
    })
    expect(asked).toMatchObject([{ instructions: 'Be short.', messages: [{ role: 'user', text: 'There?' }] }])
  })
})

test.for([
  ['/v1/messages/count_tokens', '/v1/messages', ({ said }) => said],
  ['/messages/count_tokens', '/messages', ({ said }) => said],
  [
    '/v1/responses/input_tokens',
    '/v1/responses',
    ({ said: { object, ...said } }) => object === 'response.input_tokens' && said,
  ],
] as [string, string, (counted: { said: Record<string, Json> }) => unknown][])(
  '%s counts what %s would, costs nothing and asks nobody',
  async ([path, answering, tokensOf]) => {
    const { ask, asked, find } = provider()
    const body = { ...question, system: 'Be short.', input: 'Is it warm in Rome?' }
    const counted = await ask(path, body)
    expect([counted.status, counted.metering, asked]).toEqual([200, undefined, []])
    const { usage } = (await ask(answering, body)).said as { usage: Record<string, Json> }
    expect(tokensOf(counted as never)).toEqual({ input_tokens: usage.input_tokens })
    const route = find('POST', new URL(path, MODEL_ORIGIN))
    expect(route).toMatchObject({ target: 'model count-tokens', provider: { isTurn: false } })
    expect(route?.declare({ path: {}, query: {}, headers: {}, body })).toEqual({ items: 1, model: 'scripted' })
    expect((await ask(path, { messages: [] })).status).toBe(400)
  },
)

test('nobody answers for other paths and methods', () => {
  const { find } = provider()
  expect(find('POST', new URL('/v1/embeddings', MODEL_ORIGIN))).toBeUndefined()
  expect(find('POST', new URL('/constructor', MODEL_ORIGIN))).toBeUndefined()
  expect(find('GET', new URL('/v1/messages', MODEL_ORIGIN))).toBeUndefined()
  expect(find('GET', new URL('/v1beta/models/scripted:generateContent', MODEL_ORIGIN))).toBeUndefined()
  expect(find('POST', new URL('/v1beta/models/scripted:embedContent', MODEL_ORIGIN))).toBeUndefined()
})

test('a request that names no model is refused in the form of its wire', async () => {
  const { ask } = provider()
  const { status, said } = await ask('/v1/messages', { messages: [] })
  expect(status).toBe(400)
  expect(said).toEqual({
    type: 'error',
    error: { type: 'invalid_request_error', message: 'model: Field required' },
  })
  expect((await ask('/v1/chat/completions', { messages: [] })).said).toMatchObject({ error: { param: 'model' } })
})

test.for(texts)('%s: a turn with a tool call for a client that offers none is its author’s mistake', async (path) => {
  const { ask } = provider({ toolCalls: [{ name: 'refund', input: {} }] })
  await expect(ask(path, question)).rejects.toThrow('the model calls the tool refund, and the client offered none')
})

describe('tools on Messages', () => {
  const tools = [{ name: 'refund', input_schema: { type: 'object' } }]
  const called = {
    role: 'assistant',
    content: [{ type: 'tool_use', id: 'toolu_1', name: 'refund', input: { order: 1 } }],
  }
  const result = (more: object = {}) => ({
    type: 'tool_result',
    tool_use_id: 'toolu_1',
    content: '{"id":"re_1"}',
    ...more,
  })
  const turn = { text: 'A moment.', toolCalls: [{ name: 'refund', input: { order: 1, why: 'It is broken. 😀' } }] }

  test('a call is a block', async () => {
    const { said } = await provider(turn).ask('/v1/messages', { ...question, tools })
    expect(said).toMatchObject({
      content: [
        { type: 'text', text: 'A moment.' },
        { type: 'tool_use', id: 'toolu_1', name: 'refund', input: { order: 1, why: 'It is broken. 😀' } },
      ],
      stop_reason: 'tool_use',
    })
  })

  test.for([[[result()]], [[result({ content: [{ type: 'text', text: '{"id":"re_1"}' }] })]]])(
    'the model is shown the call and its result: %j',
    async ([content]) => {
      const { ask, asked } = provider()
      const words = { type: 'text', text: 'And now?' }
      await ask('/v1/messages', {
        ...question,
        tools,
        messages: [...question.messages, called, { role: 'user', content: [...(content ?? []), words, words] }],
      })
      expect(asked).toMatchObject([
        {
          tools: ['refund'],
          messages: [
            { role: 'user', text: 'There?' },
            { role: 'tool-call', id: 'toolu_1', name: 'refund', input: { order: 1 } },
            { role: 'tool-result', id: 'toolu_1', name: 'refund', output: { id: 're_1' } },
            { role: 'user', text: 'And now?And now?' },
          ],
        },
      ])
    },
  )

  test('a stream adds up to the answer in one piece', async () => {
    const whole = (await provider(turn).ask('/v1/messages', { ...question, tools })).said
    expect(addUp(await streamed(turn, '/v1/messages', { ...question, tools }))).toEqual(whole)
  })
})

describe('what the real API refuses of tools, the stand-in refuses', () => {
  const call = { id: 'call_1', type: 'function', function: { name: 'refund', arguments: '{}' } }
  const use = { type: 'tool_use', id: 'toolu_1', name: 'refund', input: {} }
  const cases = {
    'a result without its call, Chat Completions': {
      path: '/v1/chat/completions',
      messages: [{ role: 'tool', tool_call_id: 'call_9', content: '1' }],
      says: "must be a response to a preceeding message with 'tool_calls'",
    },
    'a call without its result, Chat Completions': {
      path: '/v1/chat/completions',
      messages: [{ role: 'assistant', content: null, tool_calls: [call] }],
      says: 'did not have response messages: call_1',
    },
    'a call that somebody talks over, Chat Completions': {
      path: '/v1/chat/completions',
      messages: [
        { role: 'assistant', content: null, tool_calls: [call] },
        { role: 'user', content: 'Well?' },
        { role: 'tool', tool_call_id: 'call_1', content: '1' },
      ],
      says: 'did not have response messages: call_1',
    },
    'a result without its call, Messages': {
      path: '/v1/messages',
      messages: [{ role: 'user', content: [{ type: 'tool_result', tool_use_id: 'toolu_9', content: '1' }] }],
      says: 'unexpected `tool_use_id` found in `tool_result` blocks: toolu_9',
    },
    'a call without its result, Messages': {
      path: '/v1/messages',
      messages: [{ role: 'assistant', content: [use] }],
      says: 'without `tool_result` blocks immediately after: toolu_1',
    },
  }

  test.for(Object.entries(cases))('%s', async ([, { path, messages, says }]) => {
    const { status, said } = await provider().ask(path, { ...question, messages })
    expect(status).toBe(400)
    expect(said).toMatchObject({ error: { type: 'invalid_request_error', message: expect.stringContaining(says) } })
  })
})

test.for([{ include_usage: true }, undefined])(
  'Chat Completions tells the tokens of a stream where it is asked: %o',
  async (more) => {
    const body = { ...question, stream_options: more ?? null }
    const chunks = await streamed({ text: 'Yes.' }, '/v1/chat/completions', body)
    expect(chunks.flatMap(({ usage }) => (usage ? [usage] : []))).toMatchObject(more ? [{ completion_tokens: 1 }] : [])
  },
)

type Chunk = { [name: string]: Json }

/** The events of a stream, without what only ends it. */
async function streamed(turn: Turn, path: string, body: Chunk): Promise<Chunk[]> {
  const { output } = await provider(turn).ask(path, { ...body, stream: true })
  const text = await new Response(output.body as ReadableStream<Uint8Array>).text()
  const data = text.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice('data: '.length)] : []))
  return data.map((line) => JSON.parse(line) as Chunk)
}

/** A message from its events, as a client puts it together. */
function addUp(events: Chunk[]): Json {
  const message: Chunk = {}
  const [blocks, inputs] = [[] as Chunk[], [] as string[]]
  for (const { type, index, content_block, delta, ...event } of events) {
    const block = blocks[Number(index)]
    const { text, partial_json } = (delta ?? {}) as Chunk
    if (type === 'message_start') Object.assign(message, event.message)
    if (type === 'content_block_start') blocks.push(content_block as Chunk)
    if (text !== undefined && block) block.text = String(block.text) + text
    if (partial_json !== undefined) inputs[Number(index)] = (inputs[Number(index)] ?? '') + partial_json
    if (type === 'content_block_stop' && block?.type === 'tool_use')
      block.input = JSON.parse(inputs[Number(index)] ?? '')
    if (type === 'message_delta') {
      Object.assign(message, delta, { usage: { ...(message.usage as Chunk), ...(event.usage as Chunk) } })
    }
  }
  return { ...message, content: blocks }
}

test('the most that a call may cost follows from the maximum that its client names', () => {
  const route = provider().find('POST', new URL('/v1/messages', MODEL_ORIGIN))
  const cost = (body: Json) => route?.declare({ path: {}, query: {}, headers: {}, body }).cost?.micros ?? 0
  expect(cost({ ...question, max_tokens: 5_000 }) - cost({ ...question, max_tokens: 1_000 })).toBe(4_000)
})
