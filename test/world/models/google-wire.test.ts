import { afterAll, describe, expect, test } from 'vitest'
import type { Json } from '../../../src/kernel/json.ts'
import { openProvider } from './provider.ts'

// What no SDK sends of itself: other spellings of the wire, and what the real API refuses.

const provider = await openProvider(() => ({ text: 'Yes, and a little more than that.' }))
afterAll(() => provider[Symbol.asyncDispose]())

async function post(path: string, body: Json, headers: Record<string, string> = {}) {
  const response = await fetch(provider.url + path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  })
  const text = await response.text()
  return { status: response.status, type: response.headers.get('content-type'), text }
}

const at = (operation: string, version = 'v1beta') => `/${version}/models/scripted:${operation}`
const user = (...parts: Json[]) => ({ role: 'user', parts })
const model = (...parts: Json[]) => ({ role: 'model', parts })
const hello = { contents: [user({ text: 'Hi' })] }
const call = (id?: string, name = 'look') => ({ functionCall: { ...(id && { id }), name, args: {} } })
const result = (id?: string, name = 'look') => ({
  functionResponse: { ...(id && { id }), name, response: { output: 1 } },
})

test.each(['v1beta', 'v1', 'v1alpha'])('it is found below /%s', async (version) => {
  expect((await post(at('generateContent', version), hello)).status).toBe(200)
})

test('a stream without `alt=sse` is a list of JSON, which comes in pieces', async () => {
  const asked = await post(at('streamGenerateContent'), hello)
  expect(asked.type).toMatch('application/json')
  const chunks = JSON.parse(asked.text) as { candidates: { content: { parts: { text: string }[] } }[] }[]
  expect(chunks.length).toBeGreaterThan(1)
  const said = chunks.map(({ candidates }) => candidates[0]?.content.parts[0]?.text).join('')
  expect(said).toBe('Yes, and a little more than that.')
  expect((await post(at('streamGenerateContent?alt=sse'), hello)).type).toBe('text/event-stream')
})

test('members may be called as in the protocol, and a single one may stand for a list', async () => {
  await post(at('generateContent'), {
    system_instruction: { parts: { text: 'Be short.' } },
    contents: { parts: { text: 'Hi' } },
    tools: { function_declarations: [{ name: 'look' }] },
    tool_config: { function_calling_config: { mode: 'AUTO' } },
    what_is_not_known: [1],
  })
  expect(provider.asked.at(-1)).toEqual({
    model: 'scripted',
    instructions: 'Be short.',
    messages: [{ role: 'user', text: 'Hi' }],
    tools: ['look'],
  })
})

test('what would be asked can be counted before it is', async () => {
  const generateContentRequest = {
    model: 'models/scripted',
    ...hello,
    systemInstruction: { parts: [{ text: 'Be short in all that you say.' }] },
  }
  const { text } = await post(at('countTokens'), { generateContentRequest })
  const counted = JSON.parse(text)
  expect(counted).toEqual({
    totalTokens: expect.any(Number),
    promptTokensDetails: [{ modality: 'TEXT', tokenCount: counted.totalTokens }],
  })
  expect(counted.totalTokens).toBeGreaterThan(JSON.parse((await post(at('countTokens'), hello)).text).totalTokens)
})

const NUMBER = 'the number of function response parts is equal to the number of function call parts'
const misuses: [string, Json, string][] = [
  ['nothing', {}, 'contents is not specified'],
  ['nothing said', { contents: [] }, 'contents is not specified'],
  ['no parts', { contents: [user({ text: 'Hi' }), model()] }, 'contents[1].parts: contents.parts must not be empty'],
  [
    'another role',
    { contents: [{ role: 'system', parts: [{ text: 'Hi' }] }] },
    'Please use a valid role: user, model.',
  ],
  ['a result without a call', { contents: [user(result())] }, 'function response turn comes immediately after'],
  [
    'a result that comes late',
    { contents: [user({ text: 'Hi' }), model(call()), user(result()), user(result())] },
    'function response turn comes immediately after',
  ],
  [
    'a call at the beginning',
    { contents: [model(call()), user(result())] },
    'function call turn comes immediately after',
  ],
  [
    'results in several turns',
    { contents: [user({ text: 'Hi' }), model(call(), call()), user(result()), user(result())] },
    NUMBER,
  ],
  [
    'a call by the user',
    { contents: [user({ text: 'Hi' }), user(call()), user(result())] },
    'function call turn comes',
  ],
  ['a call without its result', { contents: [user({ text: 'Hi' }), model(call())] }, NUMBER],
  [
    'a call that somebody talks over',
    { contents: [user({ text: 'Hi' }), model(call()), user({ text: 'Ho' })] },
    NUMBER,
  ],
  ['a result too few', { contents: [user({ text: 'Hi' }), model(call(), call()), user(result())] }, NUMBER],
  ['a result too many', { contents: [user({ text: 'Hi' }), model(call()), user(result(), result())] }, NUMBER],
  ['a result of another id', { contents: [user({ text: 'Hi' }), model(call('a')), user(result('b'))] }, NUMBER],
  [
    'a result of another function',
    { contents: [user({ text: 'Hi' }), model(call()), user(result(undefined, 'other'))] },
    NUMBER,
  ],
  [
    'a choice of no functions',
    { ...hello, toolConfig: { functionCallingConfig: { mode: 'ANY' } } },
    'Function calling config is set without function_declarations.',
  ],
]

describe('what the real API refuses, the stand-in refuses', () => {
  test.each(misuses)('%s', async (_, body, says) => {
    const { status, text } = await post(at('generateContent'), body)
    expect(status).toBe(400)
    expect(JSON.parse(text)).toEqual({
      error: { code: 400, message: expect.stringContaining(says), status: 'INVALID_ARGUMENT' },
    })
    const streamed = await post(at('streamGenerateContent'), body)
    expect([streamed.status, JSON.parse(streamed.text)]).toEqual([400, [JSON.parse(text)]])
    const events = await post(at('streamGenerateContent?alt=sse'), body)
    expect([events.status, JSON.parse(events.text)]).toEqual([400, JSON.parse(text)])
  })

  test('what is no JSON', async () => {
    const response = await fetch(provider.url + at('generateContent'), { method: 'POST', body: '{"contents' })
    expect([response.status, await response.json()]).toMatchObject([400, { error: { status: 'INVALID_ARGUMENT' } }])
  })

  test.each<[string, Json]>([
    ['numbers', { contents: [user(5, null, 'x', [])] }],
    ['odd members', { contents: [user({ text: 5 }, { inlineData: null }, { functionCall: null })], tools: [null, 7] }],
    ['odd rules', { ...hello, systemInstruction: 'no', generationConfig: [], toolConfig: 'any' }],
  ])('%s say nothing and break nothing', async (_, body) => {
    expect((await post(at('generateContent'), body)).status).toBe(200)
  })
})

test.each<[string, Json, Json]>([
  ['a text under `output`', { output: 'so so' }, 'so so'],
  ['JSON in a text', { output: '{"degrees":31}' }, { degrees: 31 }],
  ['a list under `result`', { result: [1, null] }, [1, null]],
  ['what has more to say', { result: 1, more: 2 }, { result: 1, more: 2 }],
  ['an object of its own', { degrees: 31 }, { degrees: 31 }],
  [
    'a list of content, as from MCP',
    { content: [{ type: 'text', text: '31' }] },
    { content: [{ type: 'text', text: '31' }] },
  ],
  ['what the AI SDK wraps', { name: 'look', content: '31' }, 31],
  ['what the AI SDK calls an error', { name: 'look', error: 'no' }, { error: 'no' }],
  ['the name of something else', { name: 'Ada', content: '31' }, { name: 'Ada', content: '31' }],
  ['nothing', {}, {}],
])('a result: %s', async (_, response, output) => {
  const answered = { functionResponse: { name: 'look', response } }
  await post(at('generateContent'), { contents: [user({ text: 'Hi' }), model(call()), user(answered)] })
  expect(provider.asked.at(-1)?.messages.at(-1)).toMatchObject({ role: 'tool-result', output })
})

test('an answer that came in pieces may go back in pieces', async () => {
  const contents = [
    user({ text: 'Hi' }),
    model({ text: 'A mo' }),
    model({ text: 'ment.' }),
    model(call('a')),
    model(call('b')),
  ]
  await post(at('generateContent'), { contents: [...contents, user(result('a'), result('b'))] })
  expect(provider.asked.at(-1)?.messages).toMatchObject([
    { role: 'user', text: 'Hi' },
    { role: 'assistant', text: 'A moment.' },
    { role: 'tool-call', id: 'a' },
    { role: 'tool-call', id: 'b' },
    { role: 'tool-result', id: 'a' },
    { role: 'tool-result', id: 'b' },
  ])
})

test('results find their calls where some have ids and some have none', async () => {
  const contents = [
    user({ text: 'Hi' }),
    model(call('a'), call(undefined, 'other'), call('b')),
    user(result('b'), result('z', 'other'), result()),
  ]
  await post(at('generateContent'), { contents })
  const said = provider.asked.at(-1)?.messages ?? []
  const ids = said.flatMap((message) => (message.role === 'tool-result' ? [message.id] : []))
  expect(ids).toEqual(['b', said.flatMap((m) => (m.role === 'tool-call' && m.name === 'other' ? [m.id] : []))[0], 'a'])
})

test('a key is nowhere in the trace, and one can be told from another', async () => {
  const [first, second] = ['AIzaFirstOfTheKeys', 'AIzaSecondOfTheKeys']
  await post(at('generateContent'), hello, { 'x-goog-api-key': first })
  await post(at(`streamGenerateContent?alt=sse&key=${second}`), hello)
  await post(at(`countTokens?key=${first}&key=${second}`), hello)
  for (const name of ['$key', 'access_token', 'oauth_token'])
    await post(at(`generateContent?${encodeURIComponent(name)}=${first}`), hello)
  await post(at('generateContent'), {}, { 'x-goog-api-key': second })
  expect(provider.trace()).not.toMatch(/OfTheKeys/)
  const said = provider
    .calls()
    .slice(-7)
    .map(({ call }) => JSON.stringify(call.input))
  expect(said.every((input) => /"(\$?key|access_token|oauth_token|x-goog-api-key)":"digest:/.test(input))).toBe(true)
  expect(said[1]).toContain('"alt":"sse"')
})
