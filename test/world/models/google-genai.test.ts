import { ApiError, FunctionCallingConfigMode, type GenerateContentParameters, GoogleGenAI, Type } from '@google/genai'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { modelEnvironment } from '../../../src/channels/model/environment.ts'
import type { Conversation, Turn } from '../../../src/world/models/define.ts'
import { openProvider } from './provider.ts'

// Google's own SDK, against the stand-in on a socket, found by its environment alone.

afterEach(() => vi.unstubAllEnvs())

function client(url: string): GoogleGenAI {
  for (const [name, value] of Object.entries(modelEnvironment(url))) vi.stubEnv(name, value)
  vi.stubEnv('GOOGLE_API_KEY', '')
  return new GoogleGenAI({})
}

const temperature = {
  name: 'temperature',
  description: 'How warm it is.',
  parameters: { type: Type.OBJECT, properties: { city: { type: Type.STRING } } },
}
const tools = [{ functionDeclarations: [temperature] }]

interface Said {
  text: string
  calls: unknown[]
  finish: unknown
  usage: unknown
  model: unknown
  id: unknown
}

/** What an answer says, in one piece or put together from a stream. */
async function ask(url: string, asked: GenerateContentParameters, streamed: boolean): Promise<Said> {
  const { models } = client(url)
  const chunks = streamed
    ? await collect(await models.generateContentStream(asked))
    : [await models.generateContent(asked)]
  const parts = chunks.flatMap(({ candidates }) => candidates?.[0]?.content?.parts ?? [])
  const last = chunks.at(-1)
  return {
    text: parts.map(({ text = '' }) => text).join(''),
    calls: parts.flatMap(({ functionCall }) => (functionCall ? [functionCall] : [])),
    finish: chunks.flatMap(({ candidates }) => candidates?.[0]?.finishReason ?? []),
    usage: last?.usageMetadata,
    model: last?.modelVersion,
    id: last?.responseId,
  }
}

async function collect<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}

const LONG = 'It is warm in Rome, 😀 says the "model", and it goes on and on.'
const CALLS: Turn = {
  text: 'Let me look.',
  toolCalls: ['Oslo', 'Rome'].map((city) => ({ name: 'temperature', input: { city, deep: { list: [1, null] } } })),
}

describe.each([
  ['in one piece', false],
  ['as a stream', true],
])('%s', (_, streamed) => {
  test('a text, with its end, its tokens and its names', async () => {
    await using provider = await openProvider(() => ({ text: LONG }))
    expect(await ask(provider.url, { model: 'scripted', contents: 'Where is it warm?' }, streamed)).toEqual({
      text: LONG,
      calls: [],
      finish: ['STOP'],
      usage: {
        promptTokenCount: expect.any(Number),
        promptTokensDetails: [{ modality: 'TEXT', tokenCount: expect.any(Number) }],
        candidatesTokenCount: Math.ceil(LONG.length / 4),
        totalTokenCount: expect.any(Number),
      },
      model: 'scripted',
      id: 'resp_1',
    })
    expect(provider.asked).toEqual([
      { model: 'scripted', instructions: '', tools: [], messages: [{ role: 'user', text: 'Where is it warm?' }] },
    ])
  })

  test('rules, several turns, and a picture beside the words', async () => {
    await using provider = await openProvider(() => ({ text: 'Yes.' }))
    const picture = { inlineData: { mimeType: 'image/png', data: 'aGVsbG8=' } }
    const file = { fileData: { fileUri: 'https://files.test/1', mimeType: 'image/png' } }
    const contents = [
      { role: 'user', parts: [{ text: 'What is ' }, picture, { text: 'this?' }] },
      { role: 'model', parts: [{ text: 'hmm', thought: true }, { text: 'A cat.' }] },
      { role: 'user', parts: [file, { text: 'Sure?' }] },
    ]
    await ask(provider.url, { model: 'scripted', contents, config: { systemInstruction: 'Be short.' } }, streamed)
    expect(provider.asked).toMatchObject([
      {
        instructions: 'Be short.',
        messages: [
          { role: 'user', text: 'What is this?' },
          { role: 'assistant', text: 'A cat.' },
          { role: 'user', text: 'Sure?' },
        ],
      },
    ])
  })

  test('several calls in one turn', async () => {
    await using provider = await openProvider(() => CALLS)
    const { text, calls, finish } = await ask(
      provider.url,
      { model: 'scripted', contents: 'Where is it warmest?', config: { tools } },
      streamed,
    )
    expect(text).toBe('Let me look.')
    expect(calls).toEqual([
      { id: 'call_1', name: 'temperature', args: { city: 'Oslo', deep: { list: [1, null] } } },
      { id: 'call_2', name: 'temperature', args: { city: 'Rome', deep: { list: [1, null] } } },
    ])
    expect(finish).toEqual(['STOP'])
    expect(provider.asked[0]?.tools).toEqual(['temperature'])
  })

  test.each([
    ['by id, in any order', true],
    ['by name and order', false],
  ])('results: a text, JSON and an error, matched %s', async (_, withIds) => {
    await using provider = await openProvider(() => ({ text: 'Done.' }))
    const named = (at: number) => ({ ...(withIds && { id: `call_${at}` }), name: at === 3 ? 'wind' : 'temperature' })
    const results = [
      { functionResponse: { ...named(1), response: { output: 'so so' } } },
      { functionResponse: { ...named(2), response: { degrees: 31, name: 'temperature' } } },
      { functionResponse: { ...named(3), response: { error: 'no such place' } } },
    ]
    const contents = [
      { role: 'user', parts: [{ text: 'Where is it warmest?' }] },
      { role: 'model', parts: [1, 2, 3].map((at) => ({ functionCall: { ...named(at), args: { at } } })) },
      { role: 'user', parts: withIds ? results.reverse() : results },
    ]
    await ask(provider.url, { model: 'scripted', contents, config: { tools } }, streamed)
    const said = provider.asked[0]?.messages ?? []
    const inputs = new Map(
      said.flatMap((message) => (message.role === 'tool-call' ? [[message.id, message.input] as const] : [])),
    )
    const answered = said.flatMap((message) =>
      message.role === 'tool-result' ? [[inputs.get(message.id), message.name, message.output]] : [],
    )
    const expected = [
      [{ at: 1 }, 'temperature', 'so so'],
      [{ at: 2 }, 'temperature', { degrees: 31, name: 'temperature' }],
      [{ at: 3 }, 'wind', { error: 'no such place' }],
    ]
    expect(answered).toEqual(withIds ? expected.reverse() : expected)
  })

  test('a choice of tools and a form of the answer are no obstacle', async () => {
    await using provider = await openProvider(() => ({ text: '{"city":"Rome"}' }))
    const schema = { type: Type.OBJECT, properties: { city: { type: Type.STRING } } }
    const json = { responseMimeType: 'application/json', temperature: 0, maxOutputTokens: 7 }
    const choice = { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['temperature'] }
    for (const config of [
      { ...json, responseSchema: schema },
      { ...json, responseJsonSchema: { type: 'object' } },
      { tools, toolConfig: { functionCallingConfig: choice } },
      { tools: [{ functionDeclarations: [{ name: 'other', parametersJsonSchema: { type: 'object' } }] }] },
      { tools: [{ googleSearch: {} }], safetySettings: [] },
    ]) {
      const { text } = await ask(provider.url, { model: 'scripted', contents: 'Where?', config }, streamed)
      expect(JSON.parse(text)).toEqual({ city: 'Rome' })
    }
    expect(provider.asked.map(({ tools }) => tools)).toEqual([[], [], ['temperature'], ['other'], ['googleSearch']])
  })

  test('what is wrong is an error with its status', async () => {
    await using provider = await openProvider(() => ({ text: 'Yes.' }))
    const asked = ask(
      provider.url,
      { model: 'scripted', contents: [{ role: 'boss', parts: [{ text: 'Go' }] }] },
      streamed,
    )
    const failure = await asked.catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(ApiError)
    expect(JSON.parse((failure as ApiError).message)).toEqual({
      error: { code: 400, message: 'Please use a valid role: user, model.', status: 'INVALID_ARGUMENT' },
    })
  })
})

test('a stream adds up to the answer in one piece', async () => {
  const turns = [{ text: LONG }, { text: '' }, {}, CALLS, { toolCalls: CALLS.toolCalls ?? [] }]
  for (const turn of turns) {
    const asked = { model: 'scripted', contents: 'Go.', config: { tools } }
    const said = []
    for (const streamed of [false, true]) {
      await using provider = await openProvider(() => turn)
      said.push(await ask(provider.url, asked, streamed))
    }
    expect(said[1]).toEqual(said[0])
    expect((said[0]?.text ?? '') || undefined).toBe(turn.text || undefined)
  }
})

test('the SDK calls functions by itself, and a chat remembers what was said', async () => {
  const policy = ({ messages }: Conversation): Turn => {
    const found = messages.flatMap((message) => (message.role === 'tool-result' ? [message.output] : []))
    return found.length > 0 ? { text: `It has ${JSON.stringify(found)}.` } : CALLS
  }
  await using provider = await openProvider(policy)
  const callTool = async (calls: { id?: string; name?: string; args?: Record<string, unknown> }[]) =>
    calls.map(({ id, name, args }) => ({
      functionResponse: {
        ...(id && { id }),
        ...(name && { name }),
        response: { output: args?.city === 'Rome' ? 31 : 12 },
      },
    }))
  const chat = client(provider.url).chats.create({
    model: 'scripted',
    config: { tools: [{ tool: async () => tools[0] ?? {}, callTool }] },
  })
  expect((await chat.sendMessage({ message: 'Where is it warmest?' })).text).toBe('It has [12,31].')
  expect((await chat.sendMessage({ message: 'Really?' })).text).toBe('It has [12,31].')
  expect(provider.asked.at(-1)?.messages.map(({ role }) => role)).toEqual([
    ...['user', 'assistant', 'tool-call', 'tool-call', 'tool-result', 'tool-result', 'assistant', 'user'],
  ])
})

test('tokens are counted as an answer would count them, and cost nothing', async () => {
  await using provider = await openProvider(() => ({ text: 'Yes.' }))
  const { models } = client(provider.url)
  const asked = { model: 'scripted', contents: 'Is it warm in Rome?' }
  const { totalTokens } = await models.countTokens(asked)
  expect(totalTokens).toBeGreaterThan(5)
  expect(totalTokens).toBe((await models.generateContent(asked)).usageMetadata?.promptTokenCount)
  expect(provider.calls().map(({ call }) => call.target)).toEqual(['model count-tokens', 'model chat'])
  expect(provider.asked).toHaveLength(1)
})
