import { createGoogle } from '@ai-sdk/google'
import { APICallError, generateText, isStepCount, Output, streamText, tool } from 'ai'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { Conversation, Turn } from '../../../src/world/models/define.ts'
import { openProvider, type Provider } from './provider.ts'

// The AI SDK's provider for Google, against the stand-in on a socket.

const FINAL = 'The warmest has 31 °C, 😀 says the "model".'

/** Asks for two temperatures at once, says something on the way, and reports. */
function policy({ messages }: Conversation): Turn {
  const found = messages.flatMap((message) => (message.role === 'tool-result' ? [message.output] : []))
  if (found.length > 0) return { text: FINAL }
  return {
    text: 'Let me look.',
    toolCalls: ['Oslo', 'Rome'].map((city) => ({ name: 'temperature', input: { city } })),
  }
}

const ANSWERS: Record<string, unknown> = { Oslo: 'so so', Rome: { degrees: 31 } }

const tools = {
  temperature: tool({
    inputSchema: z.object({ city: z.string() }),
    execute: async ({ city }) => {
      if (!(city in ANSWERS)) throw new Error('no such place')
      return ANSWERS[city]
    },
  }),
}

function asking({ url }: Provider) {
  const model = createGoogle({ baseURL: `${url}/v1beta`, apiKey: 'x' })('scripted')
  const said = { instructions: 'You are brief.', prompt: 'Where is it warmest?' }
  return { model, ...said, tools, stopWhen: isStepCount(4), maxRetries: 0 }
}

/** The texts, calls, ends and tokens of all steps, in one piece or put together from a stream. */
async function run(provider: Provider, streamed: boolean) {
  const result = streamed ? streamText(asking(provider)) : await generateText(asking(provider))
  if ('consumeStream' in result) await result.consumeStream()
  const steps = await result.steps
  return {
    texts: steps.map(({ text }) => text),
    calls: steps.map(({ toolCalls }) => toolCalls.map(({ input }) => input)),
    ends: steps.map(({ finishReason }) => finishReason),
    usage: steps.map(({ usage: { inputTokens, outputTokens, totalTokens } }) => [
      inputTokens,
      outputTokens,
      totalTokens,
    ]),
  }
}

describe('tools, in one piece and as a stream', () => {
  test('the same is said', async () => {
    await using whole = await openProvider(policy)
    await using streaming = await openProvider(policy)
    const said = await run(whole, false)
    expect(said).toMatchObject({
      texts: ['Let me look.', FINAL],
      calls: [[{ city: 'Oslo' }, { city: 'Rome' }], []],
      ends: ['tool-calls', 'stop'],
    })
    expect(said.usage.flat().every((tokens) => Number(tokens) > 0)).toBe(true)
    expect(await run(streaming, true)).toEqual(said)
    expect(streaming.asked).toEqual(whole.asked)
  })

  test('the model is shown everything that was said', async () => {
    await using provider = await openProvider(policy)
    await run(provider, false)
    expect(provider.asked.at(-1)).toEqual({
      model: 'scripted',
      instructions: 'You are brief.',
      tools: ['temperature'],
      messages: [
        { role: 'user', text: 'Where is it warmest?' },
        { role: 'assistant', text: 'Let me look.' },
        { role: 'tool-call', id: 'call_1', name: 'temperature', input: { city: 'Oslo' } },
        { role: 'tool-call', id: 'call_2', name: 'temperature', input: { city: 'Rome' } },
        { role: 'tool-result', id: 'call_1', name: 'temperature', output: 'so so' },
        { role: 'tool-result', id: 'call_2', name: 'temperature', output: { degrees: 31 } },
      ],
    })
  })

  test('a tool that fails tells the model so', async () => {
    const toolCalls = [{ name: 'temperature', input: { city: 'Nowhere' } }]
    await using provider = await openProvider(({ messages }) => (messages.length > 1 ? { text: 'No.' } : { toolCalls }))
    await generateText(asking(provider))
    expect(provider.asked.at(-1)?.messages.at(-1)).toMatchObject({ output: { error: 'Error: no such place' } })
  })
})

test.each([false, true])('a picture and a form of the answer are no obstacle (streamed: %s)', async (streamed) => {
  await using provider = await openProvider(() => ({ text: '{"city":"Rome"}' }))
  const { prompt: _, stopWhen: __, ...ask } = asking(provider)
  const picture = { type: 'file' as const, data: new Uint8Array([137, 80, 78, 71]), mediaType: 'image/png' }
  const messages = [{ role: 'user' as const, content: [{ type: 'text' as const, text: 'Where?' }, picture] }]
  const output = Output.object({ schema: z.object({ city: z.string() }) })
  const result = streamed ? streamText({ ...ask, messages, output }) : await generateText({ ...ask, messages, output })
  expect(await result.output).toEqual({ city: 'Rome' })
  expect(provider.asked[0]?.messages).toMatchObject([{ role: 'user', text: 'Where?', files: [{ bytes: 4 }] }])
})

test.each([{ type: 'tool', toolName: 'temperature' }, 'required'] as const)(
  'a choice of a tool: %j',
  async (toolChoice) => {
    await using provider = await openProvider(policy)
    const { toolCalls } = await generateText({ ...asking(provider), toolChoice, stopWhen: isStepCount(1) })
    expect(toolCalls.map(({ toolName }) => toolName)).toEqual(['temperature', 'temperature'])
  },
)

test('what is wrong is an error that the SDK understands', async () => {
  await using provider = await openProvider(policy)
  const { prompt: _, ...ask } = asking(provider)
  const orphan = { type: 'tool-result' as const, toolCallId: 'call_9', toolName: 'temperature' }
  const messages = [
    { role: 'user' as const, content: 'Where?' },
    { role: 'tool' as const, content: [{ ...orphan, output: { type: 'text' as const, value: '31' } }] },
  ]
  const failure = await generateText({ ...ask, messages }).catch((thrown: unknown) => thrown)
  expect(failure).toBeInstanceOf(APICallError)
  expect(failure).toMatchObject({
    statusCode: 400,
    message: 'Please ensure that function response turn comes immediately after a function call turn.',
  })
})
