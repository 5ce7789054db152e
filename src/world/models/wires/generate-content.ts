import type { Refusal } from '../../../boundary/refusal.ts'
import { canonical, type Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import type { ToolRequest } from '../../../trace/turn.ts'
import type { Conversation, ShownFile, Turn } from '../define.ts'
import { countTurn } from '../tokens.ts'
import { asking, oneOf } from './asked-forms.ts'
import { defineWire, type Heard, type Place, WireError, type Writing, type Written } from './define.ts'
import { type Fields, fieldsOf, jsonOf, listOf, textOf, textReader } from './fields.ts'
import { filesOf, showing } from './files.ts'
import { readTurns } from './google-turns.ts'
import { addTo, stopIn, textIn, turnOf, usageOf } from './hearing.ts'
import { answersOf, checkMaximum, maximumIn, openingOf } from './in-body.ts'
import { GOOGLE } from './providers.ts'
import { serverSentEvents, slices } from './server-sent-events.ts'
import { callsOf, wordsOf } from './tool-calls.ts'

// Google's Gemini wire, POST /v1beta/models/{model}:generateContent. The model stands in the path, and so does what is
// asked of it. Members may be called as in JSON (`systemInstruction`) or as in the protocol (`system_instruction`).

const ADDRESS = /^\/v1(?:alpha|beta)?\/models\/([^/]+):(generateContent|streamGenerateContent|countTokens)$/

const MAXIMA = ['maxOutputTokens', 'max_output_tokens']

export const generateContent = defineWire({
  name: 'generate-content',
  provider: GOOGLE,
  find: (method, { pathname, searchParams }) => {
    const [, model, operation] = ADDRESS.exec(pathname) ?? []
    if (method !== 'POST' || model === undefined) return undefined
    return { model: decoded(model), ...operationOf(operation, searchParams.get('alt') === 'sse') }
  },
  secrets: ['key', '$key', 'access_token', 'oauth_token'],
  modelOf: (_, { model }) => model,
  maxOutputTokens: (request) => maximumIn(...MAXIMA)(member(request, 'generationConfig')),
  answers: (request) => answersOf(member(member(request, 'generationConfig'), 'candidateCount')),
  pathFor: (path, model) => path.replace(/^(\/models\/)[^/:]+(?=:)/, (_, before) => before + encodeURIComponent(model)),
  opening: (request, { model }) => openingOf([model, member(request, 'systemInstruction')], fieldsOf(request).contents),
  read: ({ request, place }) => (place.count ? readForCount(request, place) : readContent(request, place)),
  write: (turn, writing, { place }) => writeContent(turn, writing, place),
  carried,
  hear,
  refusal: (refusal, { streams }) => (streams === 'array' ? [errorOf(refusal)] : errorOf(refusal)),
  words,
  unreadable: (body) => `Invalid JSON payload received. Expected a value.\n${body.slice(0, 40)}\n^`,
  misuse: ({ status, message }, { streams }) => {
    const error = errorOf({ status, code: 'invalid_argument', message })
    return streams === 'array' ? [error] : error
  },
})

function operationOf(operation: string | undefined, asEvents: boolean): Place {
  if (operation === 'countTokens') {
    return { count: (totalTokens) => ({ totalTokens, promptTokensDetails: inText(totalTokens) }) }
  }
  return operation === 'streamGenerateContent' ? { streams: asEvents ? 'events' : 'array' } : {}
}

/** What is no encoding of anything names a model that nobody has. */
function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Google's names of HTTP statuses. Source: google.rpc.Code. */
const STATUSES: Readonly<Record<number, string>> = {
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  408: 'DEADLINE_EXCEEDED',
  409: 'ABORTED',
  412: 'FAILED_PRECONDITION',
  429: 'RESOURCE_EXHAUSTED',
  499: 'CANCELLED',
  501: 'UNIMPLEMENTED',
  502: 'UNAVAILABLE',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
}

/** When to come back stands in the body as well: not every client of Google's looks at headers. */
function errorOf({ status: code, message, headers = {} }: Refusal): Json {
  const status = STATUSES[code] ?? (code < 500 ? 'INVALID_ARGUMENT' : 'INTERNAL')
  const after = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? ''
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${after}s` }
  return { error: { code, message, status, ...(/^\d+$/.test(after) && { details: [retry] }) } }
}

const needText = textReader((place, value) =>
  value === undefined
    ? `* GenerateContentRequest.${place}: Name cannot be empty.\n`
    : `Invalid value at '${place}' (TYPE_STRING)`,
)

function wrongMaximum(): string {
  return "Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32)"
}

/** A member by its name in JSON, or by the one in the protocol. */
function member(value: Json | undefined, name: string): Json {
  const fields = fieldsOf(value)
  return fields[name] ?? fields[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)] ?? null
}

/** Of what is repeated, a single one may stand for itself. */
function many(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : value === null || value === undefined ? [] : [value]
}

/** @throws {WireError} what the real API refuses: nothing said, another role, calls and results that are no pairs, a name that is none. */
function readContent(request: Json, { model = '' }: Place): Conversation {
  const tools = many(fieldsOf(request).tools).flatMap(toolNames)
  checkMaximum(member(request, 'generationConfig'), MAXIMA, wrongMaximum)
  checkToolConfig(request)
  return {
    model,
    instructions: many(fieldsOf(member(request, 'systemInstruction')).parts)
      .map((part) => textOf([part]))
      .join('\n\n'),
    messages: readTurns(many(fieldsOf(request).contents).map(readTurn)),
    tools,
    ...asking(choiceOf(request), formatOf(member(request, 'generationConfig'))),
  }
}

function choiceOf(request: Json): Conversation['toolChoice'] {
  const config = member(member(request, 'toolConfig'), 'functionCallingConfig')
  const { mode } = fieldsOf(config)
  if (mode === 'NONE') return 'none'
  return mode === 'ANY' ? (oneOf(listOf(member(config, 'allowedFunctionNames'))) ?? 'required') : undefined
}

function formatOf(config: Json): Conversation['format'] {
  const own = member(config, 'responseSchema')
  const schema = own === null ? member(config, 'responseJsonSchema') : asJsonSchema(own)
  if (schema !== null) return { schema }
  return member(config, 'responseMimeType') === 'application/json' ? {} : undefined
}

/** Google's own schemas are JSON Schema but for how they spell types. */
function asJsonSchema(schema: Json): Json {
  if (Array.isArray(schema)) return schema.map(asJsonSchema)
  if (!isObject(schema)) return schema
  const spelt = ([name, value]: [string, Json]): [string, Json] =>
    name === 'type' && typeof value === 'string' ? [name, value.toLowerCase()] : [name, asJsonSchema(value)]
  return Object.fromEntries(Object.entries(schema).map(spelt))
}

/** What is counted may be the contents alone, or a whole request that would follow. */
function readForCount(request: Json, place: Place): Conversation {
  const whole = member(request, 'generateContentRequest')
  return readContent(whole === null ? request : whole, place)
}

/** The functions that a tool declares; a tool of Google's own goes by its kind. */
function toolNames(tool: Json, at: number): string[] {
  const declared = declarationsOf(tool)
  if (declared.length === 0) return Object.keys(fieldsOf(tool))
  return declared.map((each, index) =>
    needText(fieldsOf(each).name, `tools[${at}].function_declarations[${index}].name`),
  )
}

function declarationsOf(tool: Json): Json[] {
  return listOf(member(tool, 'functionDeclarations'))
}

function checkToolConfig(request: Json): void {
  const config = member(request, 'toolConfig')
  const declared = many(fieldsOf(request).tools).flatMap(declarationsOf)
  if (member(config, 'functionCallingConfig') === null || declared.length > 0) return
  if (member(config, 'includeServerSideToolInvocations') === true) return
  throw new WireError('Function calling config is set without function_declarations.', 'toolConfig')
}

function readTurn(content: Json, at: number) {
  const { role = 'user', parts } = fieldsOf(content)
  if (role !== 'user' && role !== 'function' && role !== 'model' && role !== '')
    throw new WireError('Please use a valid role: user, model.', 'contents')
  const all = many(parts).map(fieldsOf)
  if (all.length === 0) {
    const place = `GenerateContentRequest.contents[${at}].parts`
    throw new WireError(`* ${place}: contents.parts must not be empty.\n`, 'contents')
  }
  return {
    role: role === 'model' ? ('assistant' as const) : ('user' as const),
    parts: all.map((part, index) => readPart(part, `contents[${at}].parts[${index}]`)),
  }
}

/** Parts that a scripted model has no use for (thoughts, code) say nothing. */
function readPart(part: Fields, place: string) {
  const call = member(part, 'functionCall')
  const result = member(part, 'functionResponse')
  if (call !== null)
    return { kind: 'call' as const, ...namedOf(call, `${place}.function_call`), input: fieldsOf(call).args ?? {} }
  if (result !== null) {
    const named = namedOf(result, `${place}.function_response`)
    const files = listOf(fieldsOf(result).parts).flatMap(filesIn)
    const failed = 'error' in fieldsOf(fieldsOf(result).response) && ({ failed: true } as const)
    return { kind: 'result' as const, ...named, output: outputOf(fieldsOf(result)), ...showing(files), ...failed }
  }
  const files = filesIn(part)
  if (files.length > 0) return { kind: 'text' as const, text: '', files }
  const { text, thought } = part
  return typeof text === 'string' && thought !== true ? { kind: 'text' as const, text } : { kind: 'other' as const }
}

function filesIn(part: Json): ShownFile[] {
  const inlined = member(part, 'inlineData')
  const there = member(part, 'fileData')
  const said = inlined ?? there
  const mediaType = member(said, 'mimeType')
  const kind = typeof mediaType === 'string' && mediaType.startsWith('image/') ? 'image' : 'file'
  const data = inlined === null ? undefined : fieldsOf(inlined).data
  return filesOf({ kind, mediaType, name: member(said, 'displayName'), data, at: [member(there, 'fileUri')] })
}

function namedOf(value: Json, place: string): { id: string | undefined; name: string } {
  const { id, name } = fieldsOf(value)
  return { id: typeof id === 'string' && id !== '' ? id : undefined, name: needText(name, `${place}.name`) }
}

/**
 * What a tool answered has to be an object here, so that clients wrap what is none: as Google's documentation has it under
 * `output` or `result`, and the AI SDK beside the name of the tool, under `content`. An `error` stays what it is.
 */
function outputOf({ name, response }: Fields): Json {
  const { name: repeated, ...rest } = fieldsOf(response)
  const isWrapped = repeated === name && ('content' in rest || 'error' in rest)
  const said = isWrapped ? rest : fieldsOf(response)
  const [only, ...more] = Object.entries(said)
  const wrapper = isWrapped ? /^content$/ : /^(output|result)$/
  return only && more.length === 0 && wrapper.test(only[0]) ? jsonOf(only[1]) : said
}

function inText(tokenCount: number): Json {
  return [{ modality: 'TEXT', tokenCount }]
}

/** Writes a turn. One that says nothing is an empty text. */
function writeContent(turn: Turn, { conversation, newId, aside }: Writing, { streams }: Place): Written {
  // What is no object cannot be carried: the call is missing.
  const whole = callsOf(turn, conversation).filter((call) => !isBroken(call))
  const calls = whole.map((call, at) => ({
    functionCall: { id: newId('call'), name: call.name, args: call.input },
    ...signatureOf(call, at, aside),
  }))
  const thought = turn.reasoning === undefined ? [] : [{ text: turn.reasoning, thought: true }]
  const thoughts = turn.reasoning === undefined ? [] : piecesOf(turn.reasoning).map(thoughtOf)
  const text = wordsOf(turn)
  const texts = text !== undefined || calls.length === 0 ? [text ?? ''] : []
  const { reasoningTokens, ...usage } = countTurn(turn, conversation)
  const named = { modelVersion: turn.model ?? conversation.model, responseId: newId('resp') }
  const answer = answerOf(named, { ...usage, reasoningTokens }, endOf(turn))
  const pieces = [...thoughts, ...texts.flatMap(piecesOf), ...calls]
  const chunks = pieces.map((piece, at) => answer([piece], at === pieces.length - 1))
  return {
    body: answer([...thought, ...texts.map((text) => ({ text })), ...calls], true),
    ...(streams && { stream: streams === 'events' ? asEvents(chunks) : asArray(chunks) }),
    usage,
    callIds: calls.map(({ functionCall }) => functionCall.id),
  }
}

/** Says that a part is what the model thinks. */
function thoughtOf(part: Json): Json {
  return { ...fieldsOf(part), thought: true }
}

/** Stands where a signature has to, and nobody has one. Source: Google's guide "Thought signatures". */
const UNSIGNED = 'skip_thought_signature_validator'

/** A model that signs its calls wants to see its signature again: of calls at once, it is on the first. */
function signatureOf({ name, input }: ToolRequest, at: number, aside: Writing['aside'] = []): Fields {
  const signed = aside.map(fieldsOf)
  const own = signed.find((each) => each.name === name && canonical(each.args ?? {}) === canonical(input))
  if (own?.thoughtSignature !== undefined) return { thoughtSignature: own.thoughtSignature }
  return at === 0 && signed.length > 0 ? { thoughtSignature: UNSIGNED } : {}
}

/** A call that cannot be carried is told by the reason of the end alone, and the first one at that; another reason tells nothing. */
function carried({ toolCalls, ...turn }: Turn): Turn {
  const told = turn.stop ? undefined : toolCalls?.find(isBroken)
  return { ...turn, ...(toolCalls && { toolCalls: toolCalls.filter((call) => call === told || !isBroken(call)) }) }
}

function isBroken({ argumentsText }: ToolRequest): boolean {
  return argumentsText !== undefined
}

const STOPS: Readonly<Record<NonNullable<Turn['stop']>, string>> = {
  'max-tokens': 'MAX_TOKENS',
  'content-filter': 'SAFETY',
}

type End = { finishReason: string; finishMessage?: string }

/** Why it ends. A call that is none is told here alone. */
function endOf({ stop, toolCalls = [] }: Turn): End {
  if (stop) return { finishReason: STOPS[stop] }
  const broken = toolCalls.find(isBroken)
  if (!broken) return { finishReason: 'STOP' }
  const finishMessage = `Malformed function call: ${broken.name}(${broken.argumentsText})`
  return { finishReason: 'MALFORMED_FUNCTION_CALL', finishMessage }
}

/** Its words for what every provider has. Source: its guide "Troubleshooting", and answers of the real API. */
function words({ code, tokens }: Refusal): Partial<Refusal> | undefined {
  if (code === 'rate_limited') return { message: 'Resource has been exhausted (e.g. check quota).' }
  if (code === 'overloaded') return { message: 'The model is overloaded. Please try again later.' }
  if (code === 'authentication_failed') {
    const expected = 'Expected OAuth 2 access token, login cookie or other valid authentication credential.'
    return { message: `Request had invalid authentication credentials. ${expected}` }
  }
  if (!tokens) return undefined
  const { given, maximum } = tokens
  return { message: `The input token count (${given}) exceeds the maximum number of tokens allowed (${maximum}).` }
}

/** An answer, or a part of one: the last one says why it ends, and counts the whole. */
function answerOf(
  named: Fields,
  { inputTokens, outputTokens, reasoningTokens }: Written['usage'] & { reasoningTokens: number },
  end: End,
) {
  const thought = reasoningTokens > 0 && { thoughtsTokenCount: reasoningTokens }
  const input = { promptTokenCount: inputTokens, promptTokensDetails: inText(inputTokens) }
  const open = { ...input, totalTokenCount: inputTokens }
  const said = { candidatesTokenCount: outputTokens - reasoningTokens, ...thought }
  const whole = { ...input, ...said, totalTokenCount: inputTokens + outputTokens }
  return (parts: Json[], isLast: boolean): Json => ({
    candidates: [{ content: { role: 'model', parts }, ...(isLast && end), index: 0 }],
    usageMetadata: isLast ? whole : open,
    ...named,
  })
}

function piecesOf(text: string): Json[] {
  return text === '' ? [{ text }] : [...slices(text)].map((piece) => ({ text: piece }))
}

type Stream = NonNullable<Written['stream']>

function asEvents(chunks: Json[]): Stream {
  const events = chunks.map((chunk) => ({ data: JSON.stringify(chunk) }))
  return { contentType: 'text/event-stream', pieces: serverSentEvents(events) }
}

/** A list of JSON, an answer at a time. */
function asArray(chunks: Json[]): Stream {
  const lines = chunks.map((chunk, at) => `${at === 0 ? '[' : ',\r\n'}${JSON.stringify(chunk)}`)
  return { contentType: 'application/json; charset=UTF-8', pieces: [...lines, ']'] }
}

/** A whole answer is one piece; each piece of a stream is an answer with a part of the parts. */
function hear(pieces: readonly Json[]): Heard {
  const said: Fields = {}
  const toolCalls: ToolRequest[] = []
  const callIds: (string | undefined)[] = []
  const aside: Json[] = []
  let usage = {}
  let model: string | undefined
  for (const piece of pieces) {
    const { candidates, usageMetadata } = fieldsOf(piece)
    const { content, finishReason } = fieldsOf(listOf(candidates)[0])
    for (const part of listOf(fieldsOf(content).parts).map(fieldsOf)) {
      addTo(said, part.thought === true ? 'reasoning' : 'text', part.text)
      const { name, args } = fieldsOf(part.functionCall)
      if (typeof name !== 'string') continue
      toolCalls.push({ name, input: args ?? {} })
      callIds.push(textIn(part.functionCall, 'id'))
      const { thoughtSignature } = part
      if (thoughtSignature !== undefined) aside.push({ name, args: args ?? {}, thoughtSignature })
    }
    said.reason = finishReason ?? said.reason ?? null
    usage = { ...usage, ...countedIn(fieldsOf(usageMetadata)) }
    model ??= textIn(piece, 'modelVersion')
  }
  const { text, reasoning, reason } = said as { text?: string; reasoning?: string; reason?: Json }
  const turn = turnOf({ text, reasoning, toolCalls, ...stopIn(reason, STOPS), model })
  return { turn, callIds, ...(aside.length > 0 && { aside }), ...usage }
}

/** What tools of Google's own read stands beside the prompt, and what the model thinks beside what it says. What is zero is left out. */
function countedIn({ promptTokenCount: prompt, totalTokenCount: total, ...more }: Fields): Pick<Heard, 'usage'> {
  const sum = (...counts: (Json | undefined)[]) =>
    counts.reduce<number>((all, count) => all + (typeof count === 'number' ? count : 0), 0)
  if (typeof prompt !== 'number' && typeof total !== 'number') return {}
  return usageOf(
    sum(prompt, more.toolUsePromptTokenCount),
    sum(more.candidatesTokenCount, more.thoughtsTokenCount),
    more.cachedContentTokenCount,
  )
}
