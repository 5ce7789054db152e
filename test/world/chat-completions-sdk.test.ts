import { createOpenAI } from '@ai-sdk/openai'
import { generateText, isStepCount, streamText, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Call } from '../../src/boundary/call.ts'
import { isWhole, WholeBody } from '../../src/boundary/wire.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import type { Conversation, Turn } from '../../src/world/models/define.ts'
import { modelRoute } from '../../src/world/models/model-route.ts'

/** Asks for two temperatures at once, says something on the way, and reports. */
function policy({ messages }: Conversation): Turn {
  const found = messages.flatMap((message) => (message.role === 'tool-result' ? [message.output] : []))
  if (found.length > 0) return { text: `The warmest has ${Math.max(...found.map(Number))} °C, 😀 says the "model".` }
  const toolCalls = ['Oslo', 'Rome'].map((city) => ({ name: 'temperature', input: { city } }))
  return { text: 'Let me look.', toolCalls }
}

const tools = {
  temperature: tool({
    inputSchema: z.object({ city: z.string() }),
    execute: ({ city }) => (city === 'Rome' ? 31 : 12),
  }),
}

/** The real SDK on POST /v1/chat/completions. `spoil` breaks what it is answered. */
function wire(spoil: (text: string) => string = (text) => text) {
  const asked: Conversation[] = []
  const scripted = (conversation: Conversation) => {
    asked.push(conversation)
    return policy(conversation)
  }
  const find = modelRoute({ scripted: { policy: scripted } }, manualClock(0))
  const fetch = async (to: unknown, init?: RequestInit) => {
    const url = new URL(String(to))
    const request = { method: 'POST', url, headers: [], body: new WholeBody(String(init?.body)) }
    const reply = await find('POST', url)?.execute(request, {} as Call)
    if (reply?.kind !== 'ok' && reply?.kind !== 'error') throw new Error('It broke.')
    const { status, headers, body } = reply.output
    const text = isWhole(body) ? body.text : await new Response(body).text()
    return new Response(spoil(text), {
      status,
      headers: headers.map(([name, value]): [string, string] => [name, value]),
    })
  }
  const model = createOpenAI({ baseURL: 'https://model.mettle.test/v1', apiKey: 'x', fetch }).chat('scripted')
  const said = { instructions: 'You are brief.', prompt: 'Where is it warmest?' }
  return { asked, ask: { model, ...said, tools, stopWhen: isStepCount(4), maxRetries: 0 } }
}

const FINAL = 'The warmest has 31 °C, 😀 says the "model".'

describe('tools on Chat Completions, as the AI SDK speaks it', () => {
  test('in one piece', async () => {
    const { ask, asked } = wire()
    const { text, steps } = await generateText(ask)
    expect(text).toBe(FINAL)
    expect(steps.map(({ toolCalls }) => toolCalls.map(({ input }) => input))).toEqual([
      [{ city: 'Oslo' }, { city: 'Rome' }],
      [],
    ])
    expect(steps[0]?.text).toBe('Let me look.')
    expect(steps.map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop'])
    expect(asked.at(-1)).toEqual({
      model: 'scripted',
      instructions: 'You are brief.',
      tools: ['temperature'],
      messages: [
        { role: 'user', text: 'Where is it warmest?' },
        { role: 'assistant', text: 'Let me look.' },
        { role: 'tool-call', id: 'call_1', name: 'temperature', input: { city: 'Oslo' } },
        { role: 'tool-call', id: 'call_2', name: 'temperature', input: { city: 'Rome' } },
        { role: 'tool-result', id: 'call_1', name: 'temperature', output: 12 },
        { role: 'tool-result', id: 'call_2', name: 'temperature', output: 31 },
      ],
    })
  })

  test('as a stream, which adds up to the same', async () => {
    const stream = streamText(wire().ask)
    const pieces = await collect(stream.textStream)
    expect(pieces.join('')).toBe(`Let me look.${FINAL}`)
    expect(pieces.length).toBeGreaterThan(3)
    const inputs = (await stream.steps).flatMap(({ toolCalls }) => toolCalls.map(({ input }) => input))
    expect(inputs).toEqual([{ city: 'Oslo' }, { city: 'Rome' }])
    expect(await stream.totalUsage).toEqual((await generateText(wire().ask)).totalUsage)
  })
})

describe('the SDK notices a broken wire', () => {
  test.each<[string, (text: string) => string]>([
    ['calls under another name', (text) => text.replaceAll('"tool_calls":', '"tools":')],
    ['choices under another name', (text) => text.replace('"choices":', '"choice":')],
    ['cut JSON', (text) => text.slice(0, -2)],
  ])('%s', async (_, spoil) => {
    const text = await generateText(wire(spoil).ask).then(({ text }) => text, String)
    expect(text).not.toBe(FINAL)
  })

  test.each<[string, (text: string) => string]>([
    ['arguments that are left out', (text) => text.replaceAll('"arguments":', '"args":')],
    ['deltas that are left out', (text) => text.replaceAll('"delta":', '"gamma":')],
  ])('streamed: %s', async (_, spoil) => {
    const stream = streamText({ ...wire(spoil).ask, onError: () => {} })
    expect((await collect(stream.textStream)).join('')).not.toBe(`Let me look.${FINAL}`)
  })
})

async function collect<T>(pieces: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = []
  for await (const piece of pieces) all.push(piece)
  return all
}
