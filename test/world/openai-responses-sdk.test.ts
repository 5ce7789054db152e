import { createOpenAI } from '@ai-sdk/openai'
import { APICallError, generateText, isStepCount, streamText, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Json } from '../../src/kernel/json.ts'
import type { Conversation, Turn } from '../../src/world/models/define.ts'
import type { Stored, WireError } from '../../src/world/models/wires/define.ts'
import { readRequest, remember, responses, writeResponse } from '../../src/world/models/wires/responses.ts'
import { responseEvents } from '../../src/world/models/wires/responses-stream.ts'
import { serverSentEvents } from '../../src/world/models/wires/server-sent-events.ts'

/** Asks for two temperatures at once, says something on the way, compares, and reports. */
function policy({ messages }: Conversation): Turn {
  const results = messages.filter((message) => message.role === 'tool-result')
  const temperatures = results.filter(({ name }) => name === 'temperature').map(({ output }) => output)
  if (temperatures.length === 0) {
    return {
      text: 'Let me look.',
      toolCalls: ['Oslo', 'Rome'].map((city) => ({ name: 'temperature', input: { city } })),
    }
  }
  const warmest = results.find(({ name }) => name === 'max')
  if (!warmest) return { toolCalls: [{ name: 'max', input: { values: temperatures } }] }
  return { text: `The warmest has ${JSON.stringify(warmest.output)} °C, 😀 says the "model".` }
}

const tools = {
  temperature: tool({
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => (city === 'Rome' ? 31 : 12),
  }),
  max: tool({ inputSchema: z.object({ values: z.number().array() }), execute: ({ values }) => Math.max(...values) }),
}

interface Wire {
  /** What the policy was shown. */
  conversations: Conversation[]
  ask: {
    model: ReturnType<ReturnType<typeof createOpenAI>>
    instructions: string
    prompt: string
    tools: typeof tools
    stopWhen: ReturnType<typeof isStepCount>
    maxRetries: number
  }
}

/** The real SDK on this wire. `spoil` breaks what it is answered. */
function wire(spoil: (text: string) => string = (text) => text): Wire {
  const stored: Stored = new Map()
  const conversations: Conversation[] = []
  let ids = 0
  const newId = (prefix: string) => `${prefix}_${++ids}`
  const answer = async (init?: RequestInit) => {
    const body = JSON.parse(String(init?.body)) as { stream?: boolean } & Json
    const conversation = readRequest(body, stored)
    conversations.push(conversation)
    const response = writeResponse(policy(conversation), { conversation, createdAt: 1_700_000_000, newId })
    remember(stored, body, response)
    if (!body.stream) return spoiled(JSON.stringify(response), 'application/json')
    return spoiled(serverSentEvents(responseEvents(response)).join(''), 'text/event-stream')
  }
  const spoiled = (text: string, type: string) => new Response(spoil(text), { headers: { 'content-type': type } })
  const fetch = (_: unknown, init?: RequestInit) =>
    answer(init).catch((error: WireError) => Response.json(responses.misuse(error, {}), { status: error.status }))
  const model = createOpenAI({ baseURL: 'https://model.test/v1', apiKey: 'x', fetch })('scripted')
  const prompt = { instructions: 'You are brief.', prompt: 'Where is it warmest?' }
  return { conversations, ask: { model, ...prompt, tools, stopWhen: isStepCount(6), maxRetries: 0 } }
}

const FINAL = 'The warmest has 31 °C, 😀 says the "model".'

describe('the AI SDK on this wire', () => {
  test('generateText goes through three turns with tool calls', async () => {
    const { ask, conversations } = wire()
    const { text, steps, totalUsage, response } = await generateText(ask)
    expect(text).toBe(FINAL)
    expect(steps.map(({ toolCalls }) => toolCalls.map(({ input }) => input))).toEqual([
      [{ city: 'Oslo' }, { city: 'Rome' }],
      [{ values: [12, 31] }],
      [],
    ])
    expect(steps[0]?.text).toBe('Let me look.')
    expect(response.timestamp).toEqual(new Date(1_700_000_000_000))
    expect(totalUsage.outputTokens).toBeGreaterThan(20)
    expect(conversations.at(-1)).toMatchObject({
      model: 'scripted',
      instructions: 'You are brief.',
      tools: ['temperature', 'max'],
    })
  })

  test('the model is shown everything that was said, references resolved', async () => {
    const { ask, conversations } = wire()
    await generateText(ask)
    const said = conversations
      .at(-1)
      ?.messages.map(({ role, ...message }) => [role, 'text' in message ? message.text : message.name])
    expect(said).toEqual([
      ['user', 'Where is it warmest?'],
      ['assistant', 'Let me look.'],
      ['tool-call', 'temperature'],
      ['tool-call', 'temperature'],
      ['tool-result', 'temperature'],
      ['tool-result', 'temperature'],
      ['tool-call', 'max'],
      ['tool-result', 'max'],
    ])
  })

  test('streamText gets the same, piece by piece', async () => {
    const { ask } = wire()
    const stream = streamText(ask)
    const pieces = await collect(stream.textStream)
    expect(pieces.join('')).toBe(`Let me look.${FINAL}`)
    expect(pieces.length).toBeGreaterThan(3)
    expect((await stream.steps).flatMap(({ toolCalls }) => toolCalls.map(({ toolName }) => toolName))).toEqual([
      'temperature',
      'temperature',
      'max',
    ])
    expect(await stream.finishReason).toBe('stop')
    expect(await stream.totalUsage).toEqual((await generateText(wire().ask)).totalUsage)
  })
})

describe('the SDK notices a broken wire', () => {
  test.each<[string, (text: string) => string]>([
    ['no call_id', (text) => text.replaceAll('"call_id"', '"callId"')],
    ['a message without its role', (text) => text.replaceAll('"role":"assistant",', '')],
    ['output under another name', (text) => text.replace('"output":', '"outputs":')],
    ['cut JSON', (text) => text.slice(0, -2)],
  ])('%s', async (_, spoil) => {
    await expect(generateText(wire(spoil).ask)).rejects.toThrow()
  })

  test.each<[string, (text: string) => string]>([
    ['arguments that never end', (text) => text.replaceAll('response.output_item.done', 'response.output_item.gone')],
    ['a stream that is not completed', (text) => text.replaceAll('response.completed', 'response.forgotten')],
    ['deltas that are left out', (text) => text.replaceAll('output_text.delta', 'output_text.lost')],
  ])('streamed: %s', async (_, spoil) => {
    const stream = streamText({ ...wire(spoil).ask, onError: () => {} })
    const text = (await collect(stream.textStream)).join('')
    const finish = await stream.finishReason.then(String, () => 'failed')
    expect([text, finish]).not.toEqual([`Let me look.${FINAL}`, 'stop'])
  })

  test('an error arrives as an APICallError with its message', async () => {
    const { model } = wire().ask
    const lost = [
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'call_9', toolName: 'max', output: { type: 'json', value: 1 } }],
      },
    ]
    const failing = model.doGenerate({ prompt: lost as never })
    await expect(failing).rejects.toThrow(APICallError)
    await expect(failing).rejects.toMatchObject({
      statusCode: 400,
      message: expect.stringContaining('call_9'),
      isRetryable: false,
    })
  })
})

async function collect<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
