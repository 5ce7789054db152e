import { type Answer, type Api, type Counted, newId, streamed, whole, words } from './answers.ts'

// Answers of OpenAI's two APIs, written after its API reference: "Chat completions", "Responses", and the events of their streams.

const MODEL = 'acme-large-2026-10-01'
const now = () => Math.floor(Date.now() / 1_000)
const HEADERS = {
  'openai-version': '2020-10-01',
  'openai-processing-ms': '431',
  'x-request-id': 'req_f3a1b2c3d4e5f60718293a4b5c6d7e8f',
  'x-ratelimit-remaining-requests': '9999',
}

export const CHAT_COMPLETIONS: Api = {
  at: (path) => path === '/v1/chat/completions',
  hasResults: ({ body }) => body.messages.some(({ role }: { role: string }) => role === 'tool'),
  answer: ({ body }, answer) => {
    const base = { id: newId('chatcmpl').replace('_', '-'), created: now(), model: MODEL, service_tier: 'default' }
    const tool_calls = (answer.calls ?? []).map(({ name, args }) => ({
      id: newId('call'),
      type: 'function',
      function: { name, arguments: JSON.stringify(args) },
    }))
    const finish_reason = tool_calls.length > 0 ? 'tool_calls' : 'stop'
    const usage = chatUsage(answer.usage)
    if (body.stream !== true) {
      const calls = tool_calls.length > 0 && { tool_calls }
      const message = { role: 'assistant', content: answer.text ?? null, ...calls, refusal: null, annotations: [] }
      const choices = [{ index: 0, message, logprobs: null, finish_reason }]
      return whole({ ...base, object: 'chat.completion', choices, usage, system_fingerprint: 'fp_9d8c' }, HEADERS)
    }
    const counts = body.stream_options?.include_usage === true
    const event = (choices: object[], counted: object | null = null) => {
      const more = { ...(counts && { usage: counted }), obfuscation: 'kT2s0Z' }
      return `data: ${JSON.stringify({ ...base, object: 'chat.completion.chunk', choices, ...more })}\n\n`
    }
    const chunk = (delta: object, finish: string | null = null) =>
      event([{ index: 0, delta, logprobs: null, finish_reason: finish }])
    const events = [
      chunk({ role: 'assistant', content: answer.text === undefined ? null : '', refusal: null }),
      ...words(answer.text ?? '').map((content) => chunk({ content })),
      ...tool_calls.flatMap((call, index) => [
        chunk({ tool_calls: [{ index, ...call, function: { ...call.function, arguments: '' } }] }),
        ...words(call.function.arguments).map((args) =>
          chunk({ tool_calls: [{ index, function: { arguments: args } }] }),
        ),
      ]),
      chunk({}, finish_reason),
      ...(counts ? [event([], usage)] : []),
      'data: [DONE]\n\n',
    ]
    return streamed(events.join(''), HEADERS)
  },
  // Each request holds all that it speaks of.
  wrong: () => undefined,
}

function chatUsage({ input, cached, output, thought }: Counted) {
  return {
    prompt_tokens: input,
    completion_tokens: output,
    total_tokens: input + output,
    prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: thought,
      ...{ audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
    },
  }
}

export const RESPONSES: Api = {
  at: (path) => path === '/v1/responses',
  hasResults: ({ body }) =>
    Array.isArray(body.input) && body.input.some(({ type }: { type: string }) => type === 'function_call_output'),
  answer: ({ body }, answer) => {
    const output = itemsOf(answer)
    const { input, cached, output: said, thought } = answer.usage
    const usage = {
      ...{ input_tokens: input, input_tokens_details: { cached_tokens: cached } },
      ...{ output_tokens: said, output_tokens_details: { reasoning_tokens: thought } },
      total_tokens: input + said,
    }
    const response = {
      ...{ id: newId('resp'), object: 'response', created_at: now(), status: 'completed', background: false },
      ...{ billing: { payer: 'developer' }, completed_at: now(), error: null, incomplete_details: null },
      ...{ instructions: body.instructions ?? null, max_output_tokens: null, max_tool_calls: null, model: MODEL },
      ...{ output, parallel_tool_calls: true, previous_response_id: body.previous_response_id ?? null },
      ...{ prompt_cache_key: null, reasoning: { effort: 'medium', summary: 'detailed' }, safety_identifier: null },
      ...{
        service_tier: 'default',
        store: true,
        temperature: 1,
        text: { format: { type: 'text' } },
        tool_choice: 'auto',
      },
      ...{
        tools: body.tools ?? [],
        top_logprobs: 0,
        top_p: 1,
        truncation: 'disabled',
        usage,
        user: null,
        metadata: {},
      },
    }
    if (body.stream !== true) return whole(response, HEADERS)
    const events = [...responseEvents(response)].map((event, sequence_number) => ({ ...event, sequence_number }))
    const lines = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    return streamed(lines.join(''), HEADERS)
  },
  wrong: ({ body }, said) => {
    const items: { type: string; id?: string; call_id?: string }[] = Array.isArray(body.input) ? body.input : []
    const known = (id: unknown) => said.some((text) => text.includes(`"${id}"`))
    const previous = body.previous_response_id ?? undefined
    if (previous !== undefined && !known(previous)) return `Previous response with id '${previous}' not found.`
    const lost = items.find(({ type, id }) => type === 'item_reference' && !known(id))
    if (lost) return `Item with id '${lost.id}' not found.`
    const called = items.flatMap(({ type, call_id }) => (type === 'function_call' ? [call_id] : []))
    const orphan = items.find(
      ({ type, call_id }) => type === 'function_call_output' && !called.includes(call_id) && !known(call_id),
    )
    return orphan && `No tool call found for function call output with call_id ${orphan.call_id}.`
  },
}

type Item = { id: string; type: string; [name: string]: unknown }

function itemsOf({ thought, text, calls = [] }: Answer): Item[] {
  const part = { type: 'output_text', annotations: [], logprobs: [], text }
  return [
    ...(thought === undefined
      ? []
      : [{ id: newId('rs'), type: 'reasoning', summary: [{ type: 'summary_text', text: thought }] }]),
    ...(text === undefined
      ? []
      : [{ id: newId('msg'), type: 'message', status: 'completed', content: [part], role: 'assistant' }]),
    ...calls.map(({ name, args }) => ({
      ...{ id: newId('fc'), type: 'function_call', status: 'completed' },
      ...{ arguments: JSON.stringify(args), call_id: newId('call'), name },
    })),
  ]
}

type Event = { type: string; [name: string]: unknown }

function* responseEvents(response: { output: Item[] }): Generator<Event, void> {
  const open = { ...response, status: 'in_progress', completed_at: null, output: [], usage: null }
  yield { type: 'response.created', response: open }
  yield { type: 'response.in_progress', response: open }
  for (const [output_index, item] of response.output.entries()) yield* itemEvents(item, output_index)
  yield { type: 'response.completed', response }
}

function* itemEvents(item: Item, output_index: number): Generator<Event, void> {
  const at = { item_id: item.id, output_index }
  const status = item.type === 'reasoning' ? {} : { status: 'in_progress' }
  const empty = { reasoning: { summary: [] }, message: { content: [] }, function_call: { arguments: '' } }[item.type]
  yield { type: 'response.output_item.added', output_index, item: { ...item, ...status, ...empty } }
  if (item.type === 'reasoning') yield* partEvents('reasoning_summary', item.summary, { ...at, summary_index: 0 })
  if (item.type === 'message') yield* partEvents('output', item.content, { ...at, content_index: 0 })
  if (item.type === 'function_call') {
    const { arguments: args, name } = item as unknown as { arguments: string; name: string }
    for (const delta of words(args))
      yield { type: 'response.function_call_arguments.delta', ...at, delta, obfuscation: 'x8' }
    yield { type: 'response.function_call_arguments.done', ...at, name, arguments: args }
  }
  yield { type: 'response.output_item.done', output_index, item }
}

function* partEvents(name: 'reasoning_summary' | 'output', parts: unknown, at: object): Generator<Event, void> {
  const [part] = parts as [{ text: string }]
  const place = name === 'output' ? 'response.content_part' : 'response.reasoning_summary_part'
  const more = name === 'output' ? { logprobs: [] } : {}
  yield { type: `${place}.added`, ...at, part: { ...part, text: '' } }
  for (const delta of words(part.text))
    yield { type: `response.${name}_text.delta`, ...at, delta, ...more, obfuscation: 'q' }
  yield { type: `response.${name}_text.done`, ...at, text: part.text, ...more }
  yield { type: `${place}.done`, ...at, part }
}
