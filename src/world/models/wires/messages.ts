import type { Refusal } from '../../../boundary/refusal.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Conversation, ShownFile, Turn } from '../define.ts'
import { countTurn } from '../tokens.ts'
import { asking, formatIn, oneOf } from './asked-forms.ts'
import { defineWire, type Heard, type WireError, type Writing } from './define.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf, textReader } from './fields.ts'
import { filesOf, showing } from './files.ts'
import { addTo, requestOf, textIn, turnOf, usageOf } from './hearing.ts'
import { checkMaximum, maximumIn, modelInBody, openingOf, postAt, streamIfAsked } from './in-body.ts'
import { checkThread, continuesThread, inFull, rememberThread, ThreadError, withoutThread } from './message-threads.ts'
import { ANTHROPIC } from './providers.ts'
import { type ServerSentEvent, slices } from './server-sent-events.ts'
import { argumentsOf, callsOf, joinTexts, nameResults, type Refusals, type Said, wordsOf } from './tool-calls.ts'

// Anthropic's Messages wire, POST /v1/messages.

const MAXIMA = ['max_tokens']

export const messages = defineWire({
  name: 'messages',
  provider: ANTHROPIC,
  // Clients of Anthropic's differ in whether their base URL ends in /v1.
  find: postAt({
    '/v1/messages': {},
    '/messages': {},
    '/v1/messages/count_tokens': { count: writeCount },
    '/messages/count_tokens': { count: writeCount },
  }),
  modelOf: modelInBody,
  maxOutputTokens: maximumIn(...MAXIMA),
  opening: (request) => {
    const { model, system, messages: said } = fieldsOf(request)
    return continuesThread(request) ? undefined : openingOf([model, system], said)
  },
  read: ({ request, stored }) => {
    checkThread(request, stored)
    return readMessages(withoutThread(request, stored))
  },
  write: (turn, writing, { request, stored }) => {
    const body = writeMessage(turn, writing)
    rememberThread(stored, request, body)
    const { input_tokens: inputTokens, output_tokens: outputTokens } = body.usage
    const events = () => messageEvents(body, argumentTexts(turn))
    const callIds = body.content.flatMap((block) => (block.type === 'tool_use' ? [block.id] : []))
    return { body, ...streamIfAsked(request, events), usage: { inputTokens, outputTokens }, callIds }
  },
  // In one piece, arguments are an object: a text that is no JSON has no place there.
  carried: (turn, { request }) => (fieldsOf(request).stream === true ? turn : withoutTexts(turn)),
  refers: continuesThread,
  hear,
  isOver: (said) => /^event: ?message_stop\r?$/m.test(said),
  inFull,
  keep: (pieces, { request, stored }) => {
    const { id, content } = wholeIn(pieces)
    const said = listOf(content).map((block) => {
      const { text, ...rest } = fieldsOf(block)
      return rest.type === 'tool_use' && typeof text === 'string' ? { ...rest, input: jsonOf(text) } : block
    })
    if (typeof id === 'string') rememberThread(stored, request, { id, content: said })
  },
  refusal,
  words,
  unreadable: (body) =>
    `The request body is not valid JSON: unexpected end of data: line 1 column ${body.length + 1} (char ${body.length})`,
  misuse,
})

function writeCount(input_tokens: number): Json {
  return { input_tokens }
}

const ERROR_TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
}

/** Anthropic's error types by status. Source: its API reference, "Errors". */
function refusal({ status, message }: Refusal): Json {
  const type = ERROR_TYPES[status] ?? (status < 500 ? 'invalid_request_error' : 'api_error')
  return { type: 'error', error: { type, message } }
}

/** What is wrong with a thread stands in the details as well, where clients look for it. */
function misuse(wrong: WireError): Json {
  const { status, message } = wrong
  const error = { type: ERROR_TYPES[status] ?? 'invalid_request_error', message }
  if (!(wrong instanceof ThreadError)) return { type: 'error', error }
  return { type: 'error', error: { ...error, details: { error_code: wrong.errorCode } } }
}

/** Its words for what every provider has. Source: its API reference, "Errors" and "Rate limits", and answers of the real API. */
function words({ code, tokens }: Refusal): Partial<Refusal> | undefined {
  if (code === 'rate_limited') {
    const message = "This request would exceed your account's rate limit. Please try again later."
    return { message, headers: { 'anthropic-ratelimit-requests-remaining': '0' } }
  }
  if (code === 'overloaded') return { status: 529, message: 'Overloaded', headers: { 'x-should-retry': 'true' } }
  if (code === 'authentication_failed') return { message: 'invalid x-api-key' }
  return tokens && { message: `prompt is too long: ${tokens.given} tokens > ${tokens.maximum} maximum` }
}

const REFUSALS: Refusals = {
  noCall: (id) =>
    `unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${id}. ` +
    'Each `tool_result` block must have a corresponding `tool_use` block in the previous message.',
  noResult: (ids) =>
    `\`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${ids}. ` +
    'Each `tool_use` block must have a corresponding `tool_result` block in the next message.',
}

const needText = textReader((place, value) =>
  value === undefined ? `${place}: Field required` : `${place}: Input should be a valid string`,
)

function wrongMaximum(name: string, given: Json): string {
  if (typeof given !== 'number' || !Number.isInteger(given)) return `${name}: Input should be a valid integer`
  if (given < 1) return `${name}: Input should be greater than or equal to 1`
  return `${name}: ${given} is more than the maximum allowed number of output tokens`
}

/**
 * Reads the body of a request.
 * @throws {WireError} what the real API refuses: no model, a result without its call, a call without its result, a name that is none.
 */
function readMessages(body: Json): Conversation {
  const { model, system, messages, tools, tool_choice, output_config, output_format } = fieldsOf(body)
  checkMaximum(body, MAXIMA, wrongMaximum)
  return {
    model: needText(model, 'model'),
    instructions: textOf(system),
    messages: nameResults(listOf(messages).map(fieldsOf).flatMap(readMessage), REFUSALS),
    tools: listOf(tools).map((tool, at) => needText(fieldsOf(tool).name, `tools.${at}.name`)),
    ...asking(choiceOf(fieldsOf(tool_choice)), formatIn(fieldsOf(fieldsOf(output_config).format ?? output_format))),
  }
}

function choiceOf({ type, name }: Fields): Conversation['toolChoice'] {
  if (type === 'none') return 'none'
  if (type === 'any') return 'required'
  return type === 'tool' ? oneOf([name]) : undefined
}

/** An image or a document; one that is a text says it as such, and one that is content says what is in it. */
function filesIn(content: Json | undefined): ShownFile[] {
  return listOf(content)
    .map(fieldsOf)
    .flatMap(({ type, source, title }) => {
      if (type !== 'image' && type !== 'document') return []
      const { type: how, media_type: mediaType, data, url, file_id } = fieldsOf(source)
      const inlined = how === 'text' && typeof data === 'string' ? Buffer.from(data).toString('base64') : data
      const kind = type === 'image' ? 'image' : 'file'
      return filesOf({ kind, mediaType, name: title, data: inlined, at: [url, file_id] })
    })
}

/** Its blocks in their order; texts beside each other are one. Blocks that a scripted model has no use for say nothing. */
function readMessage({ role, content }: Fields, at: number): Said[] {
  if (role !== 'user' && role !== 'assistant') return []
  if (typeof content === 'string') return [{ role, text: content }]
  const read = readBlock(role, `messages.${at}.content`)
  return listOf(content).map(fieldsOf).flatMap(read).reduce<Said[]>(joinTexts, [])
}

function readBlock(role: 'user' | 'assistant', within: string) {
  return (block: Fields, at: number): Said[] => {
    const { type, text, id, name, input, tool_use_id, content, is_error } = block
    const need = (value: Json | undefined, member: string) => needText(value, `${within}.${at}.${type}.${member}`)
    if (type === 'text') return [{ role, text: need(text, 'text') }]
    if (type === 'tool_use')
      return [{ role: 'tool-call', id: need(id, 'id'), name: need(name, 'name'), input: input ?? null }]
    if (type === 'image' || type === 'document') return [{ role, text: '', ...showing(filesIn([block])) }]
    if (type !== 'tool_result') return []
    const said = { output: jsonOf(textOf(content)), ...showing(filesIn(content)) }
    const answered = need(tool_use_id, 'tool_use_id')
    return [{ role: 'tool-result', id: answered, ...said, ...(is_error === true && { failed: true }) }]
  }
}

type Thought = { type: 'thinking'; thinking: string; signature: string } | { type: 'redacted_thinking'; data: string }

type Text = { type: 'text'; text: string; citations: null }

type Call = { type: 'tool_use'; id: string; name: string; input: Json; caller: { type: 'direct' } }

type Block = Thought | Text | Call

/** A whole answer, and the body of one in one piece. */
type MessageBody = {
  id: string
  type: 'message'
  role: 'assistant'
  model: string
  content: Block[]
  stop_reason: string
  stop_sequence: null
  stop_details: Json
  container: null
  diagnostics: null
  usage: { input_tokens: number; output_tokens: number; output_tokens_details: Json; [more: string]: Json }
}

/** What the real API counts as well, and clients add up. Nothing is cached here, and no tool is the provider's. */
const COUNTED = {
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  server_tool_use: null,
}
const SERVED = {
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  service_tier: 'standard',
  inference_geo: null,
  speed: null,
}

/** Writes a turn as a message. A turn that says nothing is an empty text. */
function writeMessage(turn: Turn, { conversation, newId, aside }: Omit<Writing, 'createdAt'>): MessageBody {
  const { inputTokens, outputTokens, reasoningTokens } = countTurn(turn, conversation)
  const calls = callsOf(turn, conversation).map(
    ({ name, input }): Block => ({ type: 'tool_use', id: newId('toolu'), name, input, caller: { type: 'direct' } }),
  )
  const text = wordsOf(turn)
  const said: Block[] =
    text !== undefined || calls.length === 0 ? [{ type: 'text', text: text ?? '', citations: null }] : []
  return {
    id: newId('msg'),
    type: 'message',
    role: 'assistant',
    model: turn.model ?? conversation.model,
    content: [...thoughtsOf(turn, aside), ...said, ...calls],
    stop_reason: stopOf(turn),
    stop_sequence: null,
    stop_details: stopOf(turn) === 'refusal' ? { type: 'refusal', category: null, explanation: null } : null,
    container: null,
    diagnostics: null,
    usage: {
      input_tokens: inputTokens,
      output_tokens: outputTokens,
      output_tokens_details: { thinking_tokens: reasoningTokens },
      ...COUNTED,
      ...SERVED,
    },
  }
}

/** Its own thoughts come back to whoever thought them as they were: they are signed. */
function thoughtsOf({ reasoning, toolCalls }: Turn, aside: Writing['aside']): Thought[] {
  if (aside && (reasoning !== undefined || toolCalls)) return aside as Thought[]
  return reasoning === undefined ? [] : [{ type: 'thinking', thinking: reasoning, signature: 'c2lnbmVk' }]
}

/** What the provider stops, and what the model declines, is a refusal alike. */
function stopOf({ toolCalls = [], refusal, stop }: Turn): string {
  if (stop === 'max-tokens') return 'max_tokens'
  if (stop === 'content-filter' || refusal !== undefined) return 'refusal'
  return toolCalls.length > 0 ? 'tool_use' : 'end_turn'
}

function withoutTexts({ toolCalls, ...turn }: Turn): Turn {
  return { ...turn, ...(toolCalls && { toolCalls: toolCalls.map(({ name, input }) => ({ name, input })) }) }
}

/** What the pieces of each call's input add up to: in a stream they are a text, which may be no JSON. */
function argumentTexts({ toolCalls = [] }: Turn): string[] {
  return toolCalls.map(argumentsOf)
}

type Event = { type: string; [name: string]: Json }

/** The events of a streamed answer: they add up to the given message. */
function* messageEvents(message: MessageBody, inputs: string[]): Generator<ServerSentEvent, void> {
  for (const event of eventsOf(message, inputs)) yield { event: event.type, data: JSON.stringify(event) }
}

function* eventsOf(
  { stop_reason, stop_sequence, stop_details, usage, ...message }: MessageBody,
  inputs: string[],
): Generator<Event, void> {
  const first = message.content.length - inputs.length
  const open = {
    ...message,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    stop_details: null,
    usage: { ...usage, output_tokens: 0, output_tokens_details: null },
  }
  yield { type: 'message_start', message: open }
  for (const [index, block] of message.content.entries()) {
    yield* eventsOfBlock(block, index, inputs[index - first] ?? '')
  }
  const delta = { stop_reason, stop_sequence, stop_details, container: null }
  const { input_tokens, output_tokens, output_tokens_details } = usage
  yield {
    type: 'message_delta',
    delta,
    usage: { input_tokens, output_tokens, output_tokens_details, ...COUNTED },
  }
  yield { type: 'message_stop' }
}

function* eventsOfBlock(block: Block, index: number, input: string): Generator<Event, void> {
  const [content_block, deltas] = openBlock(block, input)
  yield { type: 'content_block_start', index, content_block }
  for (const delta of deltas) yield { type: 'content_block_delta', index, delta }
  yield { type: 'content_block_stop', index }
}

/** A block as it begins, and what comes of it piece by piece. */
function openBlock(block: Block, input: string): [Json, Json[]] {
  const pieces = (text: string, deltaOf: (piece: string) => Json) => [...slices(text)].map(deltaOf)
  if (block.type === 'text')
    return [{ ...block, text: '' }, pieces(block.text, (text) => ({ type: 'text_delta', text }))]
  if (block.type === 'tool_use')
    return [{ ...block, input: {} }, pieces(input, (partial_json) => ({ type: 'input_json_delta', partial_json }))]
  if (block.type === 'redacted_thinking') return [block, []]
  const thought = pieces(block.thinking, (thinking) => ({ type: 'thinking_delta', thinking }))
  const signature = { type: 'signature_delta', signature: block.signature }
  return [{ ...block, thinking: '', signature: '' }, [...thought, signature]]
}

/** A whole answer is one piece; the events of a stream add up to the same. */
function hear(pieces: readonly Json[]): Heard {
  const whole = wholeIn(pieces)
  const blocks = listOf(whole.content).map(fieldsOf)
  const text = textOf(blocks.filter(({ type }) => type === 'text'))
  const aside = blocks.filter(({ type }) => type === 'thinking' || type === 'redacted_thinking')
  const reasoning = aside.map((block) => textIn(block, 'thinking') ?? '').join('')
  const asked = blocks.filter(({ type }) => type === 'tool_use')
  const toolCalls = asked.map(({ name, input, text }) =>
    typeof text === 'string' ? requestOf(name, text) : { name: String(name), input: input ?? {} },
  )
  const { usage, stop_reason: reason, model } = whole
  const { input_tokens, cache_read_input_tokens, cache_creation_input_tokens, output_tokens } = fieldsOf(usage)
  const input = [input_tokens, cache_read_input_tokens, cache_creation_input_tokens].filter(
    (n) => typeof n === 'number',
  )
  const declined = reason === 'refusal'
  return {
    turn: turnOf({
      ...{ toolCalls, reasoning },
      ...(declined ? { refusal: text } : { text }),
      ...(reason === 'max_tokens' && { stop: 'max-tokens' }),
      ...(typeof model === 'string' && { model }),
    }),
    callIds: asked.map((call) => textIn(call, 'id')),
    ...(aside.length > 0 && { aside }),
    ...(input.length > 0 &&
      usageOf(
        input.reduce((sum, n) => sum + n, 0),
        output_tokens,
        cache_read_input_tokens,
        cache_creation_input_tokens,
      )),
  }
}

function wholeIn(pieces: readonly Json[]): Fields {
  const [first] = pieces
  return fieldsOf(fieldsOf(first).type === 'message' ? first : joined(pieces.map(fieldsOf)))
}

/** A message as its events make it. The input of a call stays the text that it came as. */
function joined(events: readonly Fields[]): Json {
  let message: Fields = {}
  const blocks: Fields[] = []
  for (const { type, message: opened, index, content_block, delta, usage } of events) {
    if (type === 'message_start') message = { ...fieldsOf(opened) }
    if (type === 'content_block_start') blocks[Number(index)] = { ...fieldsOf(content_block) }
    if (type === 'content_block_delta') {
      const block = blocks[Number(index)] ?? {}
      const { text, partial_json, thinking, signature } = fieldsOf(delta)
      addTo(block, 'text', text ?? partial_json)
      addTo(block, 'thinking', thinking)
      addTo(block, 'signature', signature)
    }
    if (type === 'message_delta')
      message = { ...message, ...fieldsOf(delta), usage: { ...fieldsOf(message.usage), ...fieldsOf(usage) } }
  }
  const content = blocks.map((block) => (block.type === 'tool_use' ? { ...block, text: block.text ?? '' } : block))
  return { ...message, content }
}
