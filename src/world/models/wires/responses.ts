import type { Json } from '../../../kernel/json.ts'
import type { Conversation, Message, ShownFile, Turn } from '../define.ts'
import { countTurn } from '../tokens.ts'
import { asking, formatIn, openAiChoice } from './asked-forms.ts'
import { type Asked, defineWire, type Heard, type Stored, WireError, type Writing } from './define.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf } from './fields.ts'
import { filesOf, showing } from './files.ts'
import { requestOf, stopIn, textIn, turnOf, usageOf } from './hearing.ts'
import { checkMaximum, maximumIn, modelInBody, openingOf, postAt, streamIfAsked } from './in-body.ts'
import { OPENAI_ERRORS, openAiMaximum, openAiText, openAiWords } from './openai-errors.ts'
import { OPENAI } from './providers.ts'
import { type ResponseBody, responseEvents } from './responses-stream.ts'
import { argumentsOf } from './tool-calls.ts'

// The OpenAI Responses wire, POST /v1/responses: what a request says, and how an answer is written down.
// Deciding what to answer is the model's business.

const MAXIMA = ['max_output_tokens']

export const responses = defineWire({
  name: 'responses',
  provider: OPENAI,
  find: postAt({ '/v1/responses': {}, '/v1/responses/input_tokens': { count: writeCount } }),
  modelOf: modelInBody,
  maxOutputTokens: maximumIn(...MAXIMA),
  opening: (request) => {
    const { model, instructions, input, previous_response_id: earlier } = fieldsOf(request)
    return earlier === undefined || earlier === null ? openingOf([model, instructions], input) : undefined
  },
  read: ({ request, stored }) => readRequest(request, stored),
  write: (turn, writing, { request, stored }) => {
    const body = writeResponse(turn, writing)
    remember(stored, request, body)
    const { input_tokens: inputTokens, output_tokens: outputTokens } = body.usage
    const usage = { inputTokens, outputTokens }
    return { body, ...streamIfAsked(request, () => responseEvents(body)), usage, callIds: callIdsOf(body) }
  },
  refers: (request) => {
    const { previous_response_id: previous, input } = fieldsOf(request)
    return typeof previous === 'string' || listOf(input).some((item) => fieldsOf(item).type === 'item_reference')
  },
  hear: (pieces) => hear(wholeIn(pieces)),
  isOver: (said) => /^event: ?response\.(?:completed|incomplete|failed)\r?$/m.test(said) && /\n\r?\n$/.test(said),
  inFull,
  keep: (pieces, { request, stored }) => {
    const { id, output } = fieldsOf(wholeIn(pieces))
    if (typeof id === 'string') remember(stored, request, { id, output: listOf(output) })
  },
  ...OPENAI_ERRORS,
  words: openAiWords(() => ({
    message: 'Your input exceeds the context window of this model. Please adjust your input and try again.',
    param: 'input',
  })),
})

function writeCount(input_tokens: number): Json {
  return { object: 'response.input_tokens', input_tokens }
}

/**
 * Reads the body of a request.
 * @param stored Answers `item_reference` and `previous_response_id`.
 * @throws {WireError} what the real API refuses: no model, a reference to nothing, an output without its call, a name that is none.
 */
export function readRequest(body: Json, stored: Stored = new Map()): Conversation {
  const { model, instructions, tools, tool_choice, text } = fieldsOf(body)
  if (typeof model !== 'string') throw new WireError("Missing required parameter: 'model'.", 'model')
  checkMaximum(body, MAXIMA, openAiMaximum)
  const items = itemsOf(body, stored).map(fieldsOf)
  const system = items.filter(isSystem).map(({ content }) => textOf(content))
  return {
    model,
    instructions: [textOf(instructions), ...system].filter(Boolean).join('\n\n'),
    messages: items.flatMap((item, at) => (isSystem(item) ? [] : readItem(item, items, `input[${at}]`))),
    tools: listOf(tools).map((tool, at) => openAiText(toolName(fieldsOf(tool)), `tools[${at}].name`)),
    ...asking(openAiChoice(tool_choice, toolName), formatIn(fieldsOf(fieldsOf(text).format))),
  }
}

/** A tool of OpenAI's own goes by its kind. */
function toolName({ name, type }: Fields): Json | undefined {
  return name ?? type
}

/** Files among the parts of a content, or of what a tool answered. */
function filesIn(content: Json | undefined): ShownFile[] {
  return listOf(content)
    .map(fieldsOf)
    .flatMap(({ type, image_url, file_data, file_url, file_id, filename }) => {
      if (type === 'input_image') return filesOf({ kind: 'image', at: [image_url, file_id] })
      if (type !== 'input_file') return []
      return filesOf({ kind: 'file', name: filename, data: file_data, at: [file_url, file_id] })
    })
}

/** Keeps a finished response, so that later requests may refer to it. */
export function remember(stored: Stored, body: Json, response: Pick<ResponseBody, 'id' | 'output'>): void {
  for (const item of response.output) stored.set(String(fieldsOf(item).id), [item])
  stored.set(response.id, [...itemsOf(body, stored), ...response.output])
}

/** The conversation so far as items: the earlier thread, then what the request adds. */
function itemsOf(body: Json, stored: Stored): Json[] {
  const { input, previous_response_id: previous } = fieldsOf(body)
  const earlier = typeof previous === 'string' ? recall(stored, previous, 'previous_response_id') : []
  const added = typeof input === 'string' ? [{ role: 'user', content: input }] : listOf(input)
  const resolved = added.flatMap((item, at) => {
    const { type, id } = fieldsOf(item)
    return type === 'item_reference' ? recall(stored, openAiText(id, `input[${at}].id`), 'input') : [item]
  })
  return [...earlier, ...resolved]
}

/** What was said in place of ids that we gave: no provider has heard of them. */
function inFull({ request, stored }: Asked, isOurs: (id: string) => boolean): Json {
  const { previous_response_id: previous, input, ...rest } = fieldsOf(request)
  if (typeof previous === 'string' && isOurs(previous) && stored.has(previous))
    return { ...rest, input: itemsOf(request, stored) }
  if (!Array.isArray(input)) return request
  const said = input.flatMap((item) => {
    const { type, id } = fieldsOf(item)
    return type === 'item_reference' && typeof id === 'string' && isOurs(id) ? (stored.get(id) ?? [item]) : [item]
  })
  return { ...fieldsOf(request), input: said }
}

function recall(stored: Stored, id: string, param: string): Json[] {
  const items = stored.get(id)
  if (!items) throw new WireError(`Item with id '${id}' not found.`, param)
  return items
}

function isSystem({ role }: Fields): boolean {
  return role === 'system' || role === 'developer'
}

/** Items that a scripted model has no use for (reasoning, built-in tools) say nothing. */
function readItem(item: Fields, items: Fields[], place: string): Message[] {
  const { type = 'message', role, content, call_id: callId, name } = item
  if (type === 'message') {
    const said = { text: textOf(content), ...showing(filesIn(content)) }
    return [{ role: role === 'assistant' ? 'assistant' : 'user', ...said }]
  }
  if (type !== 'function_call' && type !== 'function_call_output') return []
  const id = openAiText(callId, `${place}.call_id`)
  if (type === 'function_call')
    return [{ role: 'tool-call', id, name: openAiText(name, `${place}.name`), input: jsonOf(item.arguments) }]
  const call = items.find((other) => other.type === 'function_call' && other.call_id === callId)
  if (!call) throw new WireError(`No tool call found for function call output with call_id ${id}.`, 'input')
  const said = { output: jsonOf(textOf(item.output)), ...showing(filesIn(item.output)) }
  return [{ role: 'tool-result', id, name: openAiText(call.name, `${place}.name`), ...said }]
}

/** Fields that the real API always sends and that nothing here depends on. */
const SETTINGS = {
  error: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  temperature: 1,
  tool_choice: 'auto',
  tools: [],
  top_p: 1,
}

/** Writes a turn as the body of a response. A turn that says nothing is an empty message. */
export function writeResponse(turn: Turn, { conversation, createdAt, newId }: Writing): ResponseBody {
  const { instructions } = conversation
  const calls = turn.toolCalls ?? []
  const status = turn.stop ? 'incomplete' : 'completed'
  const output = calls.map((call) => writeCall(call.name, argumentsOf(call), newId))
  const parts = partsOf(turn)
  if (parts.length > 0) output.unshift({ type: 'message', id: newId('msg'), status, role: 'assistant', content: parts })
  if (turn.reasoning !== undefined)
    output.unshift({ type: 'reasoning', id: newId('rs'), summary: [{ type: 'summary_text', text: turn.reasoning }] })
  const { inputTokens, outputTokens, reasoningTokens } = countTurn(turn, conversation)
  return {
    ...SETTINGS,
    id: newId('resp'),
    object: 'response',
    created_at: createdAt,
    status,
    incomplete_details: turn.stop ? { reason: STOPS[turn.stop] } : null,
    model: turn.model ?? conversation.model,
    instructions: instructions || null,
    output,
    usage: {
      input_tokens: inputTokens,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: outputTokens,
      output_tokens_details: { reasoning_tokens: reasoningTokens },
      total_tokens: inputTokens + outputTokens,
    },
  }
}

const STOPS: Readonly<Record<NonNullable<Turn['stop']>, string>> = {
  'max-tokens': 'max_output_tokens',
  'content-filter': 'content_filter',
}

function partsOf({ text, refusal, toolCalls = [] }: Turn): Json[] {
  const says = text !== undefined || (refusal === undefined && toolCalls.length === 0)
  const parts: Json[] = says ? [{ type: 'output_text', text: text ?? '', annotations: [], logprobs: [] }] : []
  return refusal === undefined ? parts : [...parts, { type: 'refusal', refusal }]
}

function callIdsOf({ output }: ResponseBody): string[] {
  return output.map(fieldsOf).flatMap(({ call_id: id }) => (typeof id === 'string' ? [id] : []))
}

function writeCall(name: string, args: string, newId: Writing['newId']): Json {
  return { type: 'function_call', id: newId('fc'), call_id: newId('call'), status: 'completed', name, arguments: args }
}

/** A stream tells the whole response once more at its end. */
function wholeIn(pieces: readonly Json[]): Json {
  return fieldsOf(pieces.at(-1)).response ?? pieces.at(-1) ?? null
}

function hear(whole: Json): Heard {
  const { output, usage, incomplete_details } = fieldsOf(whole)
  const items = listOf(output).map(fieldsOf)
  const parts = items.flatMap(({ type, content }) => (type === 'message' ? listOf(content) : []))
  const refusal = parts.map((part) => textIn(part, 'refusal') ?? '').join('')
  const text = parts.map((part) => textIn(part, 'text') ?? '').join('')
  const thoughts = items.flatMap(({ type, summary }) => (type === 'reasoning' ? listOf(summary) : []))
  const asked = items.filter(({ type }) => type === 'function_call')
  const toolCalls = asked.map((call) => requestOf(call.name, textIn(call, 'arguments') ?? ''))
  const { input_tokens, output_tokens, input_tokens_details } = fieldsOf(usage)
  const stop = stopIn(fieldsOf(incomplete_details).reason, STOPS)
  return {
    turn: turnOf({ text, reasoning: textOf(thoughts), refusal, toolCalls, ...stop, model: textIn(whole, 'model') }),
    callIds: asked.map((call) => textIn(call, 'call_id')),
    ...usageOf(input_tokens, output_tokens, fieldsOf(input_tokens_details).cached_tokens),
  }
}
