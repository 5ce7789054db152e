import { createOpenAI } from '@ai-sdk/openai'
import Anthropic from '@anthropic-ai/sdk'
import { generateText, isStepCount, jsonSchema, tool } from 'ai'
import OpenAI from 'openai'
import { describe, expect, test } from 'vitest'
import type { Route } from '../../src/boundary/http-world.ts'
import { createSeam } from '../../src/boundary/seam.ts'
import { jsonOutput } from '../../src/boundary/wire.ts'
import { installFetch } from '../../src/channels/http/fetch.ts'
import { createServing } from '../../src/channels/http/serving.ts'
import { channels } from '../../src/channels/index.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import type { TraceEvent } from '../../src/trace/event.ts'
import type { Conversation } from '../../src/world/models/define.ts'
import { MODEL_ORIGIN, modelRoute } from '../../src/world/models/model-route.ts'
import { toolInputs, userText } from '../../src/world/models/reading.ts'

const realFetch = globalThis.fetch
const serving = createServing()
installFetch(serving)
const fetch = globalThis.fetch
globalThis.fetch = realFetch

const SHUFFLES = 100
const TURNS = 3
const ORIGIN = 'https://pay.test'
const PARAMETERS = { type: 'object' as const, properties: { charge: { type: 'string' }, amount: { type: 'number' } } }
const TOOLS = ['find', 'refund']

type Input = { charge: string; amount?: number }
type Act = (name: string, input: Input) => Promise<string>

/** A turn asks for two things at once, of charges that no other turn speaks of. */
function policy(conversation: Conversation) {
  const turn = toolInputs(conversation, 'refund').length
  if (turn === TURNS) return { text: 'Done.' }
  const charge = `ch_${userText(conversation)}_${turn}`
  const calls = [
    { name: 'find', input: { charge: `${charge}_a` } },
    { name: 'refund', input: { charge: `${charge}_b`, amount: 100 } },
  ]
  return { toolCalls: calls }
}

/** Whole conversations, as each SDK has them. A turn's calls are made at once; who makes them says when. */
const loops: Record<string, (model: string, words: string, act: Act) => Promise<void>> = {
  openai: async (model, words, act) => {
    const client = new OpenAI({ apiKey: 'k', fetch, maxRetries: 0, baseURL: `${MODEL_ORIGIN}/v1` })
    const tools = TOOLS.map((name) => ({ type: 'function' as const, function: { name, parameters: PARAMETERS } }))
    const messages: OpenAI.ChatCompletionMessageParam[] = [{ role: 'user', content: words }]
    for (;;) {
      const { choices } = await client.chat.completions.create({ model, messages, tools })
      const message = choices[0]?.message as OpenAI.ChatCompletionMessage
      messages.push(message)
      const calls = (message.tool_calls ?? []).flatMap((call) => (call.type === 'function' ? [call] : []))
      if (calls.length === 0) return
      const results = calls.map(async ({ id, function: { name, arguments: text } }) => {
        return { role: 'tool' as const, tool_call_id: id, content: await act(name, JSON.parse(text)) }
      })
      messages.push(...(await Promise.all(results)))
    }
  },
  'openai responses, streamed': async (model, words, act) => {
    const client = new OpenAI({ apiKey: 'k', fetch, maxRetries: 0, baseURL: `${MODEL_ORIGIN}/v1` })
    const tools = TOOLS.map((name) => ({ type: 'function' as const, name, parameters: PARAMETERS, strict: false }))
    let input: OpenAI.Responses.ResponseInputItem[] = [{ role: 'user', content: words }]
    let previous: string | undefined
    for (;;) {
      const request = { model, input, tools, ...(previous !== undefined && { previous_response_id: previous }) }
      const { id, output } = await client.responses.stream(request).finalResponse()
      const calls = output.flatMap((item) => (item.type === 'function_call' ? [item] : []))
      if (calls.length === 0) return
      previous = id
      input = await Promise.all(
        calls.map(async ({ call_id, name, arguments: text }) => {
          return { type: 'function_call_output' as const, call_id, output: await act(name, JSON.parse(text)) }
        }),
      )
    }
  },
  '@anthropic-ai/sdk': async (model, words, act) => {
    const client = new Anthropic({ apiKey: 'k', fetch, maxRetries: 0, baseURL: MODEL_ORIGIN })
    const tools = TOOLS.map((name) => ({ name, input_schema: PARAMETERS }))
    const messages: Anthropic.MessageParam[] = [{ role: 'user', content: words }]
    for (;;) {
      const { content } = await client.messages.create({ model, max_tokens: 100, messages, tools })
      messages.push({ role: 'assistant', content })
      const calls = content.flatMap((block) => (block.type === 'tool_use' ? [block] : []))
      if (calls.length === 0) return
      const results = calls.map(async ({ id, name, input }) => {
        return { type: 'tool_result' as const, tool_use_id: id, content: await act(name, input as Input) }
      })
      messages.push({ role: 'user', content: await Promise.all(results) })
    }
  },
  ai: async (model, words, act) => {
    const openai = createOpenAI({ apiKey: 'k', fetch, baseURL: `${MODEL_ORIGIN}/v1` })
    const own = (name: string) =>
      tool({ inputSchema: jsonSchema<Input>(PARAMETERS), execute: (input) => act(name, input) })
    const tools = { find: own('find'), refund: own('refund') }
    await generateText({ model: openai(model), prompt: words, tools, stopWhen: isStepCount(10), maxRetries: 0 })
  },
}

const pay: Route = {
  target: 'pay POST /v1/{operation}',
  access: 'write',
  path: {},
  declare: () => ({ items: 1 }),
  execute: async () => ({ kind: 'ok', output: jsonOutput(200, { ok: true }) }),
}

interface Told {
  /** The turn whose answer speaks of the charge. */
  right: string | undefined
  told: string | undefined
  inferred: boolean
  /** The last turn that the world ran before: the rule that knows no conversations. */
  last: string | undefined
}

/** Two conversations at once, whose tools run one after the other in an order of their own. */
async function converse(loop: (typeof loops)[string], names: readonly string[], random: Random): Promise<Told[]> {
  const clock = systemClock(0)
  const events: TraceEvent[] = []
  const write = (event: TraceEvent) => void events.push(event)
  const model = modelRoute(Object.fromEntries(names.map((name) => [name, { policy }])), clock)
  const seam = createSeam({
    ...{ channels, guards: [], injector: { draw: () => [] }, approver: undefined, clock, write },
    ...{ signal: new AbortController().signal, maxCalls: 1_000, stop: () => {} },
  })
  const route = (method: string, url: URL) => (url.origin === ORIGIN ? pay : model(method, url))
  serving.open({ http: { route }, seam, principal: 'agent', belongs: () => true, note: write })
  const waiting: (() => Promise<void>)[] = []
  const act: Act = (name, input) =>
    new Promise((resolve) => {
      waiting.push(async () => {
        const response = await fetch(`${ORIGIN}/v1/${name}`, { method: 'POST', body: JSON.stringify(input) })
        resolve(await response.text())
      })
    })
  let open = names.length
  const ended = Promise.all(names.map((name, at) => loop(name, `w${at}`, act).finally(() => void open--)))
  while (open > 0) {
    for (let ticks = 1 + random.int(6); ticks > 0; ticks--) await new Promise((resolve) => setImmediate(resolve))
    const [job] = waiting.splice(random.int(Math.max(waiting.length, 1)), 1)
    await job?.()
  }
  await ended
  return toldIn(events)
}

function toldIn(events: readonly TraceEvent[]): Told[] {
  const answers = events.flatMap((event) =>
    event.type === 'executed' && JSON.stringify(event.output).includes('ch_')
      ? [{ id: event.call, text: JSON.stringify(event.output) }]
      : [],
  )
  const turns = events.flatMap((event) =>
    event.type === 'call' && event.call.channel === 'model' ? [event.call.id] : [],
  )
  return events.flatMap((event, at) => {
    if (event.type !== 'call' || event.call.channel !== 'http') return []
    const { input, cause: told, inferred = false } = event.call
    const [charge = '?'] = /ch_\w+/.exec(JSON.stringify(input)) ?? []
    const right = answers.find(({ id, text }) => turns.includes(id) && text.includes(charge))?.id
    const last = events.slice(0, at).findLast((one) => one.type === 'executed' && turns.includes(one.call))
    return [{ right, told, inferred, last: last?.type === 'executed' ? last.call : undefined }]
  })
}

describe.each(Object.entries(loops))('two conversations at once, by %s', (_, loop) => {
  test.each([
    ['two models', ['one', 'two']],
    ['one model', ['one', 'one']],
  ])('with %s: each call knows its turn, whatever the order', async (_, names) => {
    const random = createRandom(7)
    const all: Told[] = []
    for (let shuffle = 0; shuffle < SHUFFLES / 2; shuffle++) all.push(...(await converse(loop, names, random)))
    expect(all).toHaveLength((SHUFFLES / 2) * names.length * TURNS * 2)
    expect(all.filter(({ right }) => right === undefined)).toEqual([])
    expect(all.filter(({ right, told, inferred }) => told !== right || inferred)).toEqual([])
    // The control: whoever looks at the last turn only is wrong about many of them.
    expect(all.filter(({ right, last }) => last !== right).length).toBeGreaterThan(all.length / 10)
  })
})
