import type { Json } from '../../../kernel/json.ts'
import type { Conversation, ShownFile, Turn } from '../define.ts'
import { countTurn } from '../tokens.ts'
import { asking, formatIn, openAiChoice } from './asked-forms.ts'
import { defineWire, type Heard, WireError, type Writing } from './define.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf } from './fields.ts'
import { filesOf, showing } from './files.ts'
import { addTo, requestOf, stopIn, textIn, turnOf, usageOf } from './hearing.ts'
import { answersOf, checkMaximum, maximumIn, modelInBody, openingOf, postAt, streamIfAsked } from './in-body.ts'
import { OPENAI_ERRORS, openAiMaximum, openAiText, openAiWords } from './openai-errors.ts'
import { OPENAI } from './providers.ts'
import { type ServerSentEvent, slices } from './server-sent-events.ts'
import { argumentsOf, callsOf, nameResults, type Refusals, type Said } from './tool-calls.ts'

// OpenAI's Chat Completions wire, POST /v1/chat/completions.

const MAXIMA = ['max_completion_tokens', 'max_tokens']

export const chatCompletions = defineWire({
  name: 'chat-completions',
  provider: OPENAI,
  find: postAt({ '/v1/chat/completions': {} }),
  modelOf: modelInBody,
  maxOutputTokens: maximumIn(...MAXIMA),
  answers: (request) => answersOf(fieldsOf(request).n),
  opening: (request) => {
    const { model, messages } = fieldsOf(request)
    return openingOf([model], messages)
  },
  read: ({ request }) => readCompletion(request),
  write: (turn, writing, { request }) => {
    const completion = completionOf(turn, writing)
    const withUsage = fieldsOf(fieldsOf(request).stream_options).include_usage === true
    const { prompt_tokens: inputTokens, completion_tokens: outputTokens } = completion.usage
    return {
      body: writeCompletion(completion),
      ...streamIfAsked(request, () => completionEvents(completion, withUsage)),
      usage: { inputTokens, outputTokens },
      callIds: completion.calls.map(({ id }) => id),
    }
  },
  // What a model thinks stays with OpenAI.
  carried: ({ reasoning: _, ...turn }) => turn,
  hear,
  isOver: (said) => /^data: ?\[DONE\]\r?$/m.test(said),
  ...OPENAI_ERRORS,
  words: openAiWords(({ maximum, given }) => ({
    message:
      `This model's maximum context length is ${maximum} tokens. However, your messages resulted in ${given} tokens. ` +
      'Please reduce the length of the messages.',
    param: 'messages',
  })),
})

const REFUSALS: Refusals = {
  noCall: () =>
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
  noResult: (ids) =>
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
    `The following tool_call_ids did not have response messages: ${ids}`,
}

/**
 * Reads the body of a request.
 * @throws {WireError} what the real API refuses: no model, a result without its call, a call without its result, a name that is none.
 */
function readCompletion(body: Json): Conversation {
  const { model, messages, tools, tool_choice, response_format } = fieldsOf(body)
  if (typeof model !== 'string') throw new WireError("Missing required parameter: 'model'.", 'model')
  checkMaximum(body, MAXIMA, openAiMaximum)
  const said = listOf(messages).map(fieldsOf)
  const rules = said.filter(isSystem).map(({ content }) => textOf(content))
  return {
    model,
    instructions: rules.filter(Boolean).join('\n\n'),
    messages: nameResults(said.flatMap(readMessage), REFUSALS),
    tools: listOf(tools).map((tool, at) => openAiText(...nameIn(fieldsOf(tool), `tools[${at}]`))),
    ...asking(
      openAiChoice(tool_choice, (tool) => declared(tool).name),
      formatOf(fieldsOf(response_format)),
    ),
  }
}

/** What the schema is and how it is called stands one level deeper here than on OpenAI's other wire. */
function formatOf({ type, json_schema }: Fields): Conversation['format'] {
  return formatIn({ ...fieldsOf(json_schema), type: type ?? null })
}

/** Files among the parts of a content. */
function filesIn(content: Json | undefined): ShownFile[] {
  return listOf(content)
    .map(fieldsOf)
    .flatMap(({ type, ...part }) => {
      if (type === 'image_url') return filesOf({ kind: 'image', at: [fieldsOf(part.image_url).url] })
      if (type === 'input_audio') {
        const { data, format } = fieldsOf(part.input_audio)
        return filesOf({ kind: 'file', data, mediaType: typeof format === 'string' ? `audio/${format}` : null })
      }
      if (type !== 'file') return []
      const { file_data, file_id, filename } = fieldsOf(part.file)
      return filesOf({ kind: 'file', name: filename, data: file_data, at: [file_id] })
    })
}

function isSystem({ role }: Fields): boolean {
  return role === 'system' || role === 'developer'
}

/** A tool, or a call of one: a function with JSON as its input, or a custom one with text. */
function declared({ function: plain, custom }: Fields): Fields {
  return fieldsOf(plain ?? custom)
}

/** The name of a tool, or of the one that is called, and where it stands. */
function nameIn(tool: Fields, place: string): [name: Json | undefined, place: string] {
  const kind = tool.function === undefined && tool.custom !== undefined ? 'custom' : 'function'
  return [declared(tool).name, `${place}.${kind}.name`]
}

function readMessage({ role, content, refusal, tool_calls, tool_call_id }: Fields, at: number): Said[] {
  const text = textOf(content ?? refusal)
  if (role === 'user') return [{ role, text, ...showing(filesIn(content)) }]
  const place = `messages[${at}]`
  if (role === 'tool')
    return [{ role: 'tool-result', id: openAiText(tool_call_id, `${place}.tool_call_id`), output: jsonOf(text) }]
  if (role !== 'assistant') return []
  const calls = listOf(tool_calls).map((call, index) => readCall(fieldsOf(call), `${place}.tool_calls[${index}]`))
  return text === '' && calls.length > 0 ? calls : [{ role, text }, ...calls]
}

function readCall(call: Fields, place: string): Said {
  const { arguments: args, input } = declared(call)
  const id = openAiText(call.id, `${place}.id`)
  return { role: 'tool-call', id, name: openAiText(...nameIn(call, place)), input: jsonOf(args ?? input) }
}

type ToolCall = { id: string; type: 'function'; function: { name: string; arguments: string } }

/** A whole answer. */
interface Completion {
  id: string
  created: number
  model: string
  text: string | null
  refusal: string | null
  calls: ToolCall[]
  finish_reason: string
  usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number; [details: string]: Json }
}

const STOPS: Readonly<Record<NonNullable<Turn['stop']>, string>> = {
  'max-tokens': 'length',
  'content-filter': 'content_filter',
}

const NO_DETAILS = { audio_tokens: 0, accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 }

/** What the model says, as this wire counts and names it. */
function completionOf(turn: Turn, { conversation, createdAt, newId }: Writing): Completion {
  const { inputTokens, outputTokens, reasoningTokens } = countTurn(turn, conversation)
  const calls = callsOf(turn, conversation).map(
    (call): ToolCall => ({
      id: newId('call'),
      type: 'function',
      function: { name: call.name, arguments: argumentsOf(call) },
    }),
  )
  return {
    id: newId('chatcmpl'),
    created: createdAt,
    model: turn.model ?? conversation.model,
    text: turn.text ?? (calls.length > 0 || turn.refusal !== undefined ? null : ''),
    refusal: turn.refusal ?? null,
    calls,
    finish_reason: turn.stop ? STOPS[turn.stop] : calls.length > 0 ? 'tool_calls' : 'stop',
    usage: {
      prompt_tokens: inputTokens,
      completion_tokens: outputTokens,
      total_tokens: inputTokens + outputTokens,
      prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0 },
      completion_tokens_details: { reasoning_tokens: reasoningTokens, ...NO_DETAILS },
    },
  }
}

/** The body of an answer in one piece. */
function writeCompletion(completion: Completion): Json {
  const { id, created, model, text, refusal, calls, finish_reason, usage } = completion
  const tool_calls = calls.length > 0 ? { tool_calls: calls } : {}
  const message = { role: 'assistant', content: text, refusal, annotations: [], ...tool_calls }
  return {
    id,
    object: 'chat.completion',
    created,
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason }],
    usage,
  }
}

/** The events of a streamed answer. `withUsage`: one more tells the tokens, as `stream_options` may ask. */
function* completionEvents(completion: Completion, withUsage: boolean): Generator<ServerSentEvent, void> {
  for (const choice of choicesOf(completion)) yield chunk(completion, { choices: [choice] })
  if (withUsage) yield chunk(completion, { choices: [], usage: completion.usage })
  yield { data: '[DONE]' }
}

function chunk({ id, created, model }: Completion, more: object): ServerSentEvent {
  return { data: JSON.stringify({ id, object: 'chat.completion.chunk', created, model, ...more }) }
}

function* choicesOf(completion: Completion): Generator<object, void> {
  const choice = (delta: object, finish_reason: string | null = null) => ({
    index: 0,
    delta,
    logprobs: null,
    finish_reason,
  })
  yield choice({ role: 'assistant', content: completion.text === null ? null : '', refusal: null })
  for (const content of slices(completion.text ?? '')) yield choice({ content })
  for (const refusal of slices(completion.refusal ?? '')) yield choice({ refusal })
  for (const [index, call] of completion.calls.entries()) {
    const { name, arguments: args } = call.function
    yield choice({ tool_calls: [{ ...call, index, function: { name, arguments: '' } }] })
    for (const piece of slices(args)) yield choice({ tool_calls: [{ index, function: { arguments: piece } }] })
  }
  yield choice({}, completion.finish_reason)
}

/** A whole answer is one piece, and says in `message` what the pieces of a stream say in `delta`. */
function hear(pieces: readonly Json[]): Heard {
  const said: Fields = {}
  const calls = new Map<Json, Fields>()
  let usage = {}
  let model: string | undefined
  for (const piece of pieces) {
    const { choices, usage: counted } = fieldsOf(piece)
    const { prompt_tokens, completion_tokens, prompt_tokens_details } = fieldsOf(counted)
    const { cached_tokens } = fieldsOf(prompt_tokens_details)
    usage = { ...usage, ...usageOf(prompt_tokens, completion_tokens, cached_tokens) }
    model ??= textIn(piece, 'model')
    const { message, delta, finish_reason } = fieldsOf(listOf(choices)[0])
    const { content, reasoning_content, refusal, tool_calls } = fieldsOf(message ?? delta)
    addTo(said, 'text', content)
    // Others who speak OpenAI's wire do tell it.
    addTo(said, 'reasoning', reasoning_content)
    addTo(said, 'refusal', refusal)
    for (const [at, call] of listOf(tool_calls).entries()) hearCall(calls, fieldsOf(call), at)
    said.reason = finish_reason ?? said.reason ?? null
  }
  const { text, reasoning, refusal, reason } = said as Partial<Record<'text' | 'reasoning' | 'refusal', string>> &
    Fields
  const asked = [...calls.values()]
  const toolCalls = asked.map(({ name, args }) => requestOf(name, String(args ?? '')))
  const callIds = asked.map((call) => textIn(call, 'id'))
  return { turn: turnOf({ text, reasoning, toolCalls, refusal, ...stopIn(reason, STOPS), model }), callIds, ...usage }
}

function hearCall(calls: Map<Json, Fields>, call: Fields, at: number): void {
  const place = call.index ?? at
  const known = calls.get(place) ?? {}
  calls.set(place, known)
  const { name, arguments: args, input } = declared(call)
  known.name ??= name ?? null
  known.id ??= call.id ?? null
  addTo(known, 'args', args ?? input)
}
