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

test('nobody answers for other paths and methods', () => {
  const { find } = provider()
  expect(find('POST', new URL('/v1/embeddings', MODEL_ORIGIN))).toBeUndefined()
  expect(find('POST', new URL('/constructor', MODEL_ORIGIN))).toBeUndefined()
  expect(find('GET', new URL('/v1/messages', MODEL_ORIGIN))).toBeUndefined()
})

test('a request that names no model is refused in the form of its wire', async () => {
  const { ask } = provider()
  const { status, said } = await ask('/v1/messages', { messages: [] })
  expect(status).toBe(400)
  expect(said).toEqual({
    type: 'error',
    error: { type: 'invalid_request_error', message: "Missing required parameter: 'model'." },
  })
  expect((await ask('/v1/chat/completions', { messages: [] })).said).toMatchObject({ error: { param: 'model' } })
})

describe.for(texts)('what %s does not carry is the harness’s fault, and never a wrong answer', (path) => {
  test.for([{ stream: true }, { tools: [{ name: 'refund' }] }])('%o', async (more) => {
    await expect(provider().ask(path, { ...question, ...more })).rejects.toThrow('on /v1/responses only')
  })

  test('a turn with a tool call', async () => {
    const { ask } = provider({ toolCalls: [{ name: 'refund', input: {} }] })
    await expect(ask(path, question)).rejects.toThrow('offered none')
  })
})

test('the most that a call may cost follows from the maximum that its client names', () => {
  const route = provider().find('POST', new URL('/v1/messages', MODEL_ORIGIN))
  const cost = (body: Json) => route?.declare({ path: {}, query: {}, headers: {}, body }).cost?.micros ?? 0
  expect(cost({ ...question, max_tokens: 5_000 }) - cost({ ...question, max_tokens: 1_000 })).toBe(4_000)
})
