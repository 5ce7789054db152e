import { createGoogle } from '@ai-sdk/google'
import { createOpenAI } from '@ai-sdk/openai'
import { generateText, streamText } from 'ai'
import { describe, expect, test } from 'vitest'
import type { Turn } from '../../../src/world/models/define.ts'
import { openProvider, type Provider } from './provider.ts'

// Why an answer ends, and how one is declined, on each wire.

const MODELS = {
  responses: ({ url }: Provider) => createOpenAI({ baseURL: `${url}/v1`, apiKey: 'x' }).responses('scripted'),
  'chat-completions': ({ url }: Provider) => createOpenAI({ baseURL: `${url}/v1`, apiKey: 'x' }).chat('scripted'),
  'generate-content': ({ url }: Provider) => createGoogle({ baseURL: `${url}/v1beta`, apiKey: 'x' })('scripted'),
}

const STOPS: [Turn, string][] = [
  [{ text: 'It is warm in' }, 'stop'],
  [{ text: 'It is warm in', stop: 'max-tokens' }, 'length'],
  [{ text: 'It is warm in', stop: 'content-filter' }, 'content-filter'],
]

describe.each(Object.entries(MODELS))('%s, as the AI SDK speaks it', (_, modelOf) => {
  test.each(STOPS)('%j ends with %s, streamed too', async (turn, finishReason) => {
    await using provider = await openProvider(() => turn)
    const ask = { model: modelOf(provider), prompt: 'Where is it warm?', maxRetries: 0 }
    const whole = await generateText(ask)
    expect([whole.text, whole.finishReason]).toEqual([turn.text, finishReason])
    const streamed = streamText(ask)
    expect([await streamed.text, await streamed.finishReason]).toEqual([turn.text, finishReason])
  })
})

const DECLINED = 'That I will not do, whoever asks.'
const question = [{ role: 'user', content: 'Do it.' }]

/** How each wire says that it declines: where it stands, and what it looks like whole; its request to be asked again. */
const declining: [path: string, request: object, whole: object, streamPath?: string][] = [
  [
    '/v1/responses',
    { input: question },
    { status: 'completed', output: [{ type: 'message', content: [{ type: 'refusal', refusal: DECLINED }] }] },
  ],
  [
    '/v1/chat/completions',
    { messages: question },
    { choices: [{ finish_reason: 'stop', message: { content: null, refusal: DECLINED } }] },
  ],
  [
    '/v1/messages',
    { messages: question, max_tokens: 9 },
    { stop_reason: 'refusal', content: [{ type: 'text', text: DECLINED }] },
  ],
  [
    '/v1beta/models/scripted:generateContent',
    { contents: [{ parts: [{ text: 'Do it.' }] }] },
    { candidates: [{ finishReason: 'STOP', content: { parts: [{ text: DECLINED }] } }] },
    '/v1beta/models/scripted:streamGenerateContent?alt=sse',
  ],
]

describe.each(declining)('%s', (path, request, whole, streamPath = path) => {
  const post = async ({ url }: Provider, to: string, more: object) => {
    const body = JSON.stringify({ model: 'scripted', ...request, ...more })
    return fetch(url + to, { method: 'POST', body, headers: { 'content-type': 'application/json' } })
  }

  test('declines in its own form, and counts what it says', async () => {
    await using provider = await openProvider(() => ({ refusal: DECLINED }))
    expect(await (await post(provider, path, {})).json()).toMatchObject(whole)
    expect(provider.calls()[0]?.executed?.usage?.outputTokens).toBe(Math.ceil(DECLINED.length / 4))
  })

  test('streamed, its pieces add up to the same', async () => {
    await using provider = await openProvider(() => ({ refusal: DECLINED }))
    const text = await (await post(provider, streamPath, { stream: true })).text()
    const chunks = text.split('\n').flatMap((line) => (line.startsWith('data: {') ? [JSON.parse(line.slice(6))] : []))
    expect(chunks.map(pieceOf).join('')).toBe(DECLINED)
  })
})

/** The words in a chunk of any wire. */
function pieceOf({ type, delta, choices, candidates }: { [name: string]: unknown }): string {
  if (type === 'response.refusal.delta') return String(delta)
  const { text = '' } = Object(delta)
  const [choice] = (choices ?? []) as { delta: { refusal?: string } }[]
  const [candidate] = (candidates ?? []) as { content: { parts: { text: string }[] } }[]
  return choice?.delta.refusal ?? candidate?.content.parts[0]?.text ?? text
}

test.each([{ text: 'It is' }, { text: 'It is', stop: 'max-tokens' }] as const)(
  'Responses: the last event of %j',
  async (turn) => {
    await using provider = await openProvider(() => turn)
    const body = JSON.stringify({ model: 'scripted', input: question, stream: true })
    const headers = { 'content-type': 'application/json' }
    const text = await (await fetch(`${provider.url}/v1/responses`, { method: 'POST', body, headers })).text()
    const status = 'stop' in turn ? 'incomplete' : 'completed'
    const last = text.trim().split('\n\n').at(-1) ?? ''
    expect(last).toMatch(`event: response.${status}\n`)
    expect(JSON.parse(last.split('\ndata: ')[1] ?? '')).toMatchObject({
      response: { status, incomplete_details: 'stop' in turn ? { reason: 'max_output_tokens' } : null },
    })
  },
)

test('what a model declined it is shown again', async () => {
  await using provider = await openProvider(() => ({ text: 'No.' }))
  const said = { role: 'assistant', content: [{ type: 'refusal', refusal: DECLINED }] }
  const again = { role: 'user', content: 'Please.' }
  for (const [path, body] of [
    ['/v1/responses', { input: [...question, { type: 'message', ...said }, again] }],
    ['/v1/chat/completions', { messages: [...question, { ...said, content: null, refusal: DECLINED }, again] }],
    ['/v1/chat/completions', { messages: [...question, said, again] }],
  ] as const) {
    const headers = { 'content-type': 'application/json' }
    await fetch(provider.url + path, { method: 'POST', headers, body: JSON.stringify({ model: 'scripted', ...body }) })
    expect(provider.asked.at(-1)?.messages[1]).toEqual({ role: 'assistant', text: DECLINED })
  }
})

test.each([
  ['max-tokens', 'max_tokens'],
  ['content-filter', 'refusal'],
] as const)('Messages: %s is %s', async (stop, stop_reason) => {
  await using provider = await openProvider(() => ({ text: 'It is', stop }))
  const body = JSON.stringify({ model: 'scripted', messages: question })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${provider.url}/v1/messages`, { method: 'POST', body, headers })
  expect(await answer.json()).toMatchObject({ stop_reason, content: [{ text: 'It is' }] })
})
