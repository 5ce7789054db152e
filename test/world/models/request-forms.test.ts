import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { Conversation, Message, Turn } from '../../../src/world/models/define.ts'
import { aiSdk } from './forms/ai-sdk.ts'
import { anthropic } from './forms/anthropic.ts'
import { type Client, digestOf, type Form, type Got } from './forms/form.ts'
import { google } from './forms/google.ts'
import { chat, responses } from './forms/openai.ts'
import { openProvider } from './provider.ts'

// What a request may say, by the clients that say it: what the model's policy sees of it, and what the client gets.

const PNG = new Uint8Array([137, 80, 78, 71, 13, 10, 26, 10, 0, 255])
const PDF = new TextEncoder().encode('%PDF-1.7 not much of one')
const SCHEMA = {
  type: 'object',
  properties: { city: { type: 'string' }, near: { type: 'array', items: { type: 'string' } } },
  required: ['city', 'near'],
  additionalProperties: false,
}
const HELLO = { user: 'Where is it warm?' }
const LOOKS = { calls: [{ name: 'look', input: { at: 'Rome' } }] }
const TWO = [
  { name: 'look', input: { at: 'Rome' } },
  { name: 'look', input: { at: 'Oslo' } },
]
const RESULT = { role: 'tool-result', name: 'look' }
const CALL = { role: 'tool-call', name: 'look' }
const TEXT = 'In Rome, 😀 says the "model",\nand it goes on and on.'
const offers = { tools: true } as const
const offered = { tools: ['look', 'move'] }

const FORMS: Record<string, Form> = {
  plain: { said: [HELLO], seen: { messages: [{ role: 'user', text: HELLO.user }] } },
  'a system prompt': { system: 'Be brief.', said: [HELLO], seen: { instructions: 'Be brief.' } },
  'several turns': {
    said: [HELLO, { assistant: 'In Rome.' }, { user: 'Sure?' }],
    seen: {
      messages: [
        { role: 'user', text: HELLO.user },
        { role: 'assistant', text: 'In Rome.' },
        { role: 'user', text: 'Sure?' },
      ],
    },
  },
  'a tool call': {
    ...{ ...offers, said: [HELLO], turn: { toolCalls: LOOKS.calls } },
    ...{ seen: offered, got: { calls: LOOKS.calls } },
  },
  'several tool calls, and words': {
    ...{ ...offers, said: [HELLO], turn: { text: TEXT, toolCalls: TWO } },
    ...{ seen: offered, got: { calls: TWO } },
  },
  'a result that is a text': {
    ...{ ...offers, said: [HELLO, LOOKS, { results: [{ text: 'so so' }] }] },
    seen: { messages: [{}, { ...CALL, input: { at: 'Rome' } }, { ...RESULT, output: 'so so' }] },
  },
  'a result that is JSON': {
    ...{ ...offers, said: [HELLO, LOOKS, { results: [{ json: { degrees: 31, deep: [null, { a: 1 }] } }] }] },
    seen: { messages: [{}, CALL, { ...RESULT, output: { degrees: 31, deep: [null, { a: 1 }] } }] },
  },
  'results of several calls': {
    ...{ ...offers, said: [HELLO, { calls: TWO }, { results: [{ text: 'warm' }, { text: 'cold' }] }] },
    seen: { messages: [{}, CALL, CALL, { ...RESULT, output: 'warm' }, { ...RESULT, output: 'cold' }] },
  },
  'a result that failed': {
    ...{ ...offers, said: [HELLO, LOOKS, { results: [{ error: 'no such place' }] }] },
    seen: { messages: [{}, CALL, RESULT] },
  },
  'no tool is to be called': { ...{ ...offers, said: [HELLO], choice: 'none' }, seen: { toolChoice: 'none' } },
  'some tool is to be called': {
    ...{ ...offers, said: [HELLO], choice: 'required', turn: { toolCalls: LOOKS.calls } },
    ...{ seen: { toolChoice: 'required' }, got: { calls: LOOKS.calls } },
  },
  'one tool is to be called': {
    ...{ ...offers, said: [HELLO], choice: { oneOf: ['look'] }, turn: { toolCalls: LOOKS.calls } },
    ...{ seen: { toolChoice: { oneOf: ['look'] } }, got: { calls: LOOKS.calls } },
  },
  'one of two tools is to be called': {
    ...{ ...offers, said: [HELLO], choice: { oneOf: ['look', 'move'] }, turn: { toolCalls: LOOKS.calls } },
    ...{ seen: { toolChoice: { oneOf: ['look', 'move'] } }, got: { calls: LOOKS.calls } },
  },
  'JSON of a schema': {
    ...{ said: [HELLO], schema: SCHEMA, turn: { text: '{"city":"Rome","near":[]}' } },
    seen: { format: { schema: SCHEMA } },
  },
  'an image': {
    said: [{ user: 'What is this?', shows: [{ mediaType: 'image/png', data: PNG }] }],
    seen: { messages: [shown('What is this?', { kind: 'image', mediaType: 'image/png', ...opaque(PNG) })] },
  },
  'a file': {
    said: [{ user: 'Read it.', shows: [{ mediaType: 'application/pdf', name: 'it.pdf', data: PDF }] }],
    seen: { messages: [shown('Read it.', { kind: 'file', mediaType: 'application/pdf', ...opaque(PDF) })] },
  },
  'an image elsewhere': {
    said: [{ user: 'And this?', shows: [{ mediaType: 'image/png', url: 'https://pictures.test/1.png' }] }],
    seen: { messages: [shown('And this?', { kind: 'image', at: 'https://pictures.test/1.png' })] },
  },
  reasoning: { said: [HELLO], turn: { reasoning: TEXT, text: 'In Rome.' } },
  'an end at the longest answer': { said: [HELLO], turn: { text: 'It is warm in', stop: 'max-tokens' } },
}

function shown(text: string, file: object) {
  return { role: 'user', text, files: [expect.objectContaining(file)] }
}

function opaque(data: Uint8Array) {
  return { digest: digestOf(data), bytes: data.byteLength }
}

const CLIENTS: Record<string, Client> = {
  'openai, responses': responses,
  'openai, chat': chat,
  '@anthropic-ai/sdk': anthropic,
  '@google/genai': google,
  ...aiSdk,
}

let turn: Turn = {}
const provider = await openProvider(() => turn)
afterAll(() => provider[Symbol.asyncDispose]())

async function converse(client: Client, form: Form, streamed: boolean): Promise<{ got: Got; saw: Conversation }> {
  turn = form.turn ?? { text: TEXT }
  const before = provider.asked.length
  const got = await client.ask(provider.url, form, streamed)
  expect(provider.asked).toHaveLength(before + 1)
  return { got, saw: provider.asked[before] as Conversation }
}

/** Ids are the client's: it is told what they join. */
function joined({ messages }: Conversation) {
  const asked = messages.filter((one): one is Extract<Message, { role: 'tool-call' }> => one.role === 'tool-call')
  return messages.flatMap((one) =>
    one.role === 'tool-result' ? [[one.name, asked.find(({ id }) => id === one.id)?.input]] : [],
  )
}

describe.each(Object.entries(CLIENTS))('%s', (_, client) => {
  test.each(Object.entries(FORMS).filter(([name]) => !client.cannot?.[name]))('%s', async (name, form) => {
    const { got, saw } = await converse(client, form, false)
    const { messages, ...rest } = form.seen ?? {}
    expect(saw).toMatchObject({
      model: 'scripted',
      instructions: '',
      tools: form.tools ? ['look', 'move'] : [],
      ...rest,
    })
    if (messages) expect(saw.messages).toMatchObject(messages)
    const calls = form.said.flatMap((said) => ('calls' in said ? said.calls : []))
    expect(joined(saw)).toEqual(calls.map(({ name, input }) => [name, input]))
    const failed = saw.messages.filter((one) => one.role === 'tool-result' && one.failed)
    expect(failed).toHaveLength(client.marksFailures && name === 'a result that failed' ? 1 : 0)
    if (name === 'a result that failed') expect(JSON.stringify(saw.messages)).toContain('no such place')
    // What a form does not ask for is not seen.
    const asks = { toolChoice: form.choice !== undefined, format: form.schema !== undefined }
    expect({ toolChoice: saw.toolChoice !== undefined, format: saw.format !== undefined }).toEqual(asks)

    const { text = form.turn ? '' : TEXT, reasoning = '', toolCalls, stop } = form.turn ?? {}
    const end = client.ends[stop === 'max-tokens' ? stop : toolCalls ? 'calls' : 'text']
    const usage = provider.calls().at(-1)?.executed?.usage
    const counted = [usage?.inputTokens, usage?.outputTokens]
    expect(got).toEqual({ text, reasoning, calls: [], end, usage: counted, ...form.got })
    expect(Math.min(...got.usage)).toBeGreaterThan(0)

    const streamed = await converse(client, form, true)
    expect(streamed.got).toEqual(got)
    expect(streamed.saw).toEqual(saw)
  })
})

/** What somebody who writes a policy wants to know, from what is tested above. */
function table(): string {
  const names = Object.keys(CLIENTS)
  const cell = (form: string, client: Client) => (client.cannot?.[form] ? '–' : 'yes')
  const rows = Object.keys(FORMS).map((form) => [form, ...Object.values(CLIENTS).map((client) => cell(form, client))])
  const lines = [['a request', ...names], names.concat('').map(() => '---'), ...rows]
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}

function counts(): string {
  const forms = Object.keys(FORMS).length
  const clients = Object.values(CLIENTS)
  const without = clients.flatMap(({ cannot = {} }) => Object.keys(cannot)).length
  const cells = forms * clients.length - without
  return `${forms} forms by ${clients.length} clients, ${without} of which have no words for it: ${cells} cells, each in one piece and streamed.`
}

test('the page says what is decoded', () => {
  const page = readFileSync(new URL('../../../docs/model-wires.md', import.meta.url), 'utf8')
  expect(page).toContain(table())
  expect(page).toContain(counts())
})
