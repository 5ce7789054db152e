import Anthropic from '@anthropic-ai/sdk'
import { expect, test } from 'vitest'
import { lostReply } from '../../../src/faults/lost-reply.ts'
import type { BoundEntry } from '../../../src/faults/plan.ts'
import { unknownTool } from '../../../src/faults/unknown-tool.ts'
import type { Conversation, Turn } from '../../../src/world/models/define.ts'
import { bind } from '../../faults/lab.ts'
import { openProvider, type Provider } from './provider.ts'

// Anthropic's API keeps a conversation where a client asks for it: its tool runner sends what is new, and no more.

/** Looks twice, and says what it has seen. */
function twice({ messages }: Conversation): Turn {
  const seen = messages.filter(({ role }) => role === 'tool-result').length
  return seen < 2 ? { toolCalls: [{ name: 'look', input: { at: seen } }] } : { text: `Seen ${seen}.` }
}

const MODEL = { model: 'scripted', max_tokens: 100 }
const look = {
  type: 'custom' as const,
  name: 'look',
  description: 'Looks.',
  input_schema: { type: 'object' as const, properties: { at: { type: 'number' } } },
  parse: (input: unknown) => input as { at: number },
  run: async ({ at }: { at: number }) => JSON.stringify({ at }),
}

function clientOf({ url }: Provider): Anthropic {
  return new Anthropic({ apiKey: 'mettle', baseURL: url })
}

function run(provider: Provider, stream = false) {
  const messages = [{ role: 'user' as const, content: 'Look.' }]
  const runner = clientOf(provider).beta.messages.toolRunner({
    ...MODEL,
    ...{ messages, stream, tools: [look], system: 'Be brief.' },
  })
  return runner.runUntilDone()
}

interface Asked {
  thread?: { type: string }
  messages: unknown[]
  tools?: unknown[]
}

/** How each request stood to the conversation that the API keeps. */
function threadsOf({ calls }: Provider): unknown[] {
  return calls().map(({ call }) => {
    const { thread, messages, tools } = (call.input as unknown as { body: Asked }).body
    return [thread?.type, messages.length, tools !== undefined]
  })
}

test.for([false, true])(
  'the tool runner sends what is new, and the model sees all of it (stream: %s)',
  async (stream) => {
    await using provider = await openProvider(twice)
    const { content } = await run(provider, stream)
    expect(content).toMatchObject([{ type: 'text', text: 'Seen 2.' }])
    expect(threadsOf(provider)).toEqual([
      ['create', 1, true],
      ['continue', 1, false],
      ['continue', 1, false],
    ])
    const last = provider.asked.at(-1)
    expect(last).toMatchObject({ instructions: 'Be brief.', tools: ['look'] })
    expect(last?.messages.map(({ role }) => role)).toEqual([
      'user',
      ...['tool-call', 'tool-result', 'tool-call', 'tool-result'],
    ])
  },
)

test('a reply that was lost cannot be continued: the client begins a new thread with all of it', async () => {
  const plan: BoundEntry[] = [bind({ fault: lostReply, on: 'model chat', when: { nth: 2 } })]
  await using provider = await openProvider(twice, plan)
  const { content } = await run(provider)
  expect(content).toMatchObject([{ type: 'text', text: 'Seen 2.' }])
  expect(threadsOf(provider).map((thread) => (thread as unknown[])[0])).toEqual([
    ...['create', 'continue', 'continue', 'create', 'continue'],
  ])
  const refused = provider.calls()[2]?.executed?.output
  expect(refused).toMatchObject({ error: { details: { error_code: 'thread_already_continued' } } })
})

test('what a fault made of a turn is what the thread goes on from', async () => {
  const plan: BoundEntry[] = [
    bind({ fault: unknownTool, params: { name: 'jump' }, on: 'model chat', when: { nth: 1 } }),
  ]
  await using provider = await openProvider(twice, plan)
  await run(provider)
  expect(provider.asked[1]?.messages).toMatchObject([
    { role: 'user' },
    { role: 'tool-call', name: 'jump' },
    { role: 'tool-result', name: 'jump' },
  ])
})

test('a thread that nobody began is not found', async () => {
  await using provider = await openProvider(twice)
  const { messages } = clientOf(provider).beta
  const thread = { type: 'continue' as const, previous_message_id: 'msg_x' }
  const asked = messages.create({ ...MODEL, thread, messages: [{ role: 'user', content: 'And?' }] })
  await expect(asked).rejects.toMatchObject({
    status: 404,
    error: { error: { type: 'not_found_error', details: { error_code: 'thread_not_found' } } },
  })
})

test('without a thread nothing is kept', async () => {
  await using provider = await openProvider(twice)
  const { messages } = clientOf(provider).beta
  const { id } = await messages.create({ ...MODEL, tools: [look], messages: [{ role: 'user', content: 'Look.' }] })
  const thread = { type: 'continue' as const, previous_message_id: id }
  const asked = messages.create({ ...MODEL, thread, messages: [{ role: 'user', content: 'And?' }] })
  await expect(asked).rejects.toMatchObject({ status: 404 })
})
