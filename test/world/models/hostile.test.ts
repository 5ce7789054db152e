import { afterAll, expect, test } from 'vitest'
import { usd } from '../../../src/kernel/money.ts'
import { openProvider } from './provider.ts'

// Requests that no client means. Each is refused by the provider in its own words, or says nothing: it is never the world
// that breaks, which would take a trial from its agent's account.

const provider = await openProvider(() => ({ text: 'Yes.' }), [], { input: usd('1'), output: usd('15') })
afterAll(() => provider[Symbol.asyncDispose]())

async function post(path: string, body: string) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(provider.url + path, { method: 'POST', body, headers })
  return { status: response.status, body: JSON.parse(await response.text()) }
}

const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels)
/** What is no text, and what cannot even be made one. */
const NO_TEXTS = ['5', 'null', '[]', '{"toString":null}', '[[{"toString":1,"valueOf":2}]]', deep(150)]

type Asks = (value: string) => string

const completion = (message: string, more = '') => `{"model":"scripted","messages":[${message}]${more}}`
const response = (item: string, more = '') => `{"model":"scripted","input":[${item}]${more}}`
const message = (block: string, more = '') =>
  `{"model":"scripted","max_tokens":9,"messages":[{"role":"user","content":[${block}]}]${more}}`
const content = (part: string, more = '') =>
  `{"contents":[{"parts":[{"text":"Hi"}]},{"role":"model","parts":[${part}]}]${more}}`
/** A user's turn, on each wire. */
const hi = '{"role":"user","content":"Hi","parts":[{"text":"Hi"}]}'
const GEMINI = '/v1beta/models/scripted:'

const ERRORS = {
  openai: (param: string) => ({ error: { type: 'invalid_request_error', param, message: expect.any(String) } }),
  anthropic: (place: string) => ({
    type: 'error',
    error: { type: 'invalid_request_error', message: expect.stringContaining(place) },
  }),
  google: (place: string) => ({
    error: { code: 400, status: 'INVALID_ARGUMENT', message: expect.stringContaining(place) },
  }),
}

/** By the path: each place where a text has to stand, how to fill it, and how it is refused. */
const TEXTS: [path: string, place: string, asks: Asks, error: (place: string) => object][] = [
  [
    '/v1/chat/completions',
    'tools[0].function.name',
    (value) => completion('', `,"tools":[{"function":{"name":${value}}}]`),
    ERRORS.openai,
  ],
  [
    '/v1/chat/completions',
    'messages[0].tool_calls[0].id',
    (value) => completion(`{"role":"assistant","tool_calls":[{"id":${value},"function":{"name":"look"}}]}`),
    ERRORS.openai,
  ],
  [
    '/v1/chat/completions',
    'messages[0].tool_calls[0].function.name',
    (value) => completion(`{"role":"assistant","tool_calls":[{"id":"a","function":{"name":${value}}}]}`),
    ERRORS.openai,
  ],
  [
    '/v1/chat/completions',
    'messages[0].tool_call_id',
    (value) => completion(`{"role":"tool","tool_call_id":${value},"content":"1"}`),
    ERRORS.openai,
  ],
  ['/v1/responses', 'input[0].id', (value) => response(`{"type":"item_reference","id":${value}}`), ERRORS.openai],
  [
    '/v1/responses',
    'input[0].call_id',
    (value) => response(`{"type":"function_call","call_id":${value},"name":"look"}`),
    ERRORS.openai,
  ],
  [
    '/v1/responses/input_tokens',
    'input[0].name',
    (value) => response(`{"type":"function_call","call_id":"a","name":${value}}`),
    ERRORS.openai,
  ],
  ['/v1/messages', 'tools.0.name', (value) => message('', `,"tools":[{"name":${value}}]`), ERRORS.anthropic],
  [
    '/v1/messages',
    'messages.0.content.0.text.text',
    (value) => message(`{"type":"text","text":${value}}`),
    ERRORS.anthropic,
  ],
  [
    '/v1/messages/count_tokens',
    'messages.0.content.0.tool_use.id',
    (value) => message(`{"type":"tool_use","id":${value},"name":"look"}`),
    ERRORS.anthropic,
  ],
  [
    '/messages',
    'messages.0.content.0.tool_result.tool_use_id',
    (value) => message(`{"type":"tool_result","tool_use_id":${value}}`),
    ERRORS.anthropic,
  ],
  [
    `${GEMINI}generateContent`,
    'contents[1].parts[0].function_call.name',
    (value) => content(`{"functionCall":{"name":${value}}}`),
    ERRORS.google,
  ],
  [
    `${GEMINI}countTokens`,
    'contents[1].parts[0].function_response.name',
    (value) => content(`{"functionResponse":{"name":${value},"response":{}}}`),
    ERRORS.google,
  ],
  [
    `${GEMINI}generateContent`,
    'tools[0].function_declarations[0].name',
    (value) => content('{"text":"a"}', `,"tools":[{"functionDeclarations":[{"name":${value}}]}]`),
    ERRORS.google,
  ],
]

test.each(TEXTS)('%s: what has to be a text at %s, and is none', async (path, place, asks, error) => {
  for (const value of NO_TEXTS) {
    const { status, body } = await post(path, asks(value))
    expect(status, value).toBe(400)
    expect(body).toMatchObject(error(place))
  }
})

test.each([
  ['/v1/chat/completions', completion(hi, `,"max_tokens":MAXIMUM`), ERRORS.openai('max_tokens')],
  ['/v1/responses', response(hi, `,"max_output_tokens":MAXIMUM`), ERRORS.openai('max_output_tokens')],
  ['/v1/messages', message('', `,"max_tokens":MAXIMUM`), ERRORS.anthropic('max_tokens')],
  [
    `${GEMINI}generateContent`,
    `{"contents":[${hi}],"generationConfig":{"maxOutputTokens":MAXIMUM}}`,
    ERRORS.google('max_output_tokens'),
  ],
])('%s: a maximum of tokens that is none', async (path, request, error) => {
  expect(await post(path, request.replace('MAXIMUM', '9'))).toMatchObject({ status: 200 })
  for (const maximum of ['0', '-1', '1.5', '2147483648', '1e300', '1e400', '"many"', '{}']) {
    const { status, body } = await post(path, request.replace('MAXIMUM', maximum))
    expect(status, maximum).toBe(400)
    expect(body).toMatchObject(error)
  }
})

const UNREADABLE = {
  openai: {
    error: {
      ...{ type: 'invalid_request_error', param: null, code: null },
      message: expect.stringMatching(/^We could not parse the JSON body of your request\./),
    },
  },
  anthropic: {
    type: 'error',
    error: {
      type: 'invalid_request_error',
      message: expect.stringMatching(/^The request body is not valid JSON: /),
    },
  },
  google: {
    error: {
      ...{ code: 400, status: 'INVALID_ARGUMENT' },
      message: expect.stringMatching(/^Invalid JSON payload received\. /),
    },
  },
}

test.each([
  ['/v1/chat/completions', completion(hi, `,"metadata":${deep(100_000)}`), UNREADABLE.openai],
  ['/v1/responses', response(`{"role":"user","content":${deep(100_000)}}`), UNREADABLE.openai],
  ['/v1/messages', message(`{"type":"image","source":${deep(100_000)}}`), UNREADABLE.anthropic],
  [
    `${GEMINI}streamGenerateContent?alt=sse`,
    content(`{"functionCall":{"name":"look","args":${deep(100_000)}}}`),
    UNREADABLE.google,
  ],
])(
  '%s: what is nested deeper than anybody means is no JSON, nor is half of it, in its provider’s words',
  async (path, request, error) => {
    for (const body of [request, request.slice(0, 20), '', 'Hi']) {
      expect(await post(path, body)).toEqual({ status: 400, body: error })
    }
  },
)

const PNG = Buffer.from([137, 80, 78, 71])
const URL_OF_IT = `"data:image/png;base64,${PNG.toString('base64')}"`
const IT = { kind: 'image', mediaType: 'image/png', bytes: 4, digest: expect.stringMatching(/^[0-9a-f]{32}$/) }

/** By the path: parts of what a user says, or of what a tool answered, and the files that are seen of it. */
test.each<[string, string, string, object[]]>([
  ['/v1/chat/completions', 'content', `{"type":"image_url","image_url":{"url":${URL_OF_IT}}}`, [IT]],
  [
    '/v1/chat/completions',
    'content',
    '{"type":"input_audio","input_audio":{"data":"AAAA","format":"wav"}},{"type":"file","file":{"file_id":"file-1"}}',
    [
      { kind: 'file', mediaType: 'audio/wav', bytes: 3, digest: expect.any(String) },
      { kind: 'file', at: 'file-1' },
    ],
  ],
  ['/v1/chat/completions', 'content', '{"type":"image_url","image_url":"x"},{"type":"file","file":7}', []],
  ['/v1/responses', 'content', '{"type":"input_image","file_id":"file-2"}', [{ kind: 'image', at: 'file-2' }]],
  ['/v1/responses', 'output', `{"type":"input_image","image_url":${URL_OF_IT}}`, [IT]],
  ['/v1/responses', 'content', '{"type":"input_file","file_url":[]},{"type":"input_image","image_url":{}}', []],
  [
    '/v1/messages',
    'content',
    '{"type":"document","source":{"type":"file","file_id":"f"}}',
    [{ kind: 'file', at: 'f' }],
  ],
  [
    '/v1/messages',
    'content',
    '{"type":"document","title":"it","source":{"type":"text","media_type":"text/plain","data":"so so"}}',
    [{ kind: 'file', mediaType: 'text/plain', name: 'it', bytes: 5, digest: expect.any(String) }],
  ],
  [
    '/v1/messages',
    'output',
    `{"type":"image","source":{"type":"base64","media_type":"image/png","data":"${PNG.toString('base64')}"}}`,
    [IT],
  ],
  ['/v1/messages', 'content', '{"type":"image","source":null},{"type":"document"}', []],
  [
    `${GEMINI}generateContent`,
    'content',
    '{"inline_data":{"mime_type":"audio/wav","data":"AAAA"}},{"fileData":{"fileUri":"gs://it","mimeType":"image/png"}}',
    [
      { kind: 'file', mediaType: 'audio/wav', bytes: 3, digest: expect.any(String) },
      { kind: 'image', mediaType: 'image/png', at: 'gs://it' },
    ],
  ],
  [
    `${GEMINI}generateContent`,
    'output',
    `{"inlineData":{"mimeType":"image/png","data":"${PNG.toString('base64')}"}}`,
    [IT],
  ],
  [`${GEMINI}generateContent`, 'content', '{"inlineData":{"data":7}},{"fileData":{"fileUri":[]}}', []],
])('%s: files in the %s %s', async (path, place, parts, files) => {
  expect(await post(path, showing(path, place, parts))).toMatchObject({ status: 200 })
  const last = provider.asked.at(-1)?.messages.at(-1)
  expect(last && 'files' in last ? last.files : []).toEqual(files)
})

/** A request in which somebody shows files. */
function showing(path: string, place: string, parts: string): string {
  const said = `{"role":"user","content":[${parts}]}`
  if (path === '/v1/chat/completions') return completion(said)
  if (path === '/v1/responses')
    return place === 'content'
      ? response(said)
      : response(
          '{"type":"function_call","call_id":"a","name":"look","arguments":"{}"},' +
            `{"type":"function_call_output","call_id":"a","output":[${parts}]}`,
        )
  if (path === '/v1/messages')
    return place === 'content'
      ? message(parts)
      : '{"model":"scripted","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"look"}]},' +
          `{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":[${parts}]}]}]}`
  return place === 'content'
    ? `{"contents":[{"parts":[${parts}]}]}`
    : content(
        '{"functionCall":{"name":"look"}}]},{"parts":[' +
          `{"functionResponse":{"name":"look","response":{"output":"it"},"parts":[${parts}]}}`,
      )
}

const DEEP_TEXT = JSON.stringify(deep(100_000))

test.each([
  [
    '/v1/chat/completions',
    completion(
      `{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"look","arguments":${DEEP_TEXT}}}]},` +
        `{"role":"tool","tool_call_id":"a","content":${DEEP_TEXT}}`,
    ),
  ],
  ['/v1/responses', response(`{"type":"function_call","call_id":"a","name":"look","arguments":${DEEP_TEXT}}`)],
  [
    '/v1/messages',
    `{"model":"scripted","messages":[{"role":"assistant","content":[{"type":"tool_use","id":"a","name":"look"}]},` +
      `{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":${DEEP_TEXT}}]}]}`,
  ],
  [
    `${GEMINI}generateContent`,
    content(
      '{"functionCall":{"name":"look"}}]},{"parts":[' +
        `{"functionResponse":{"name":"look","response":{"output":${DEEP_TEXT}}}}`,
    ),
  ],
])('%s: a text that would be nested as deep stays a text', async (path, request) => {
  expect(await post(path, request)).toMatchObject({ status: 200 })
  expect(provider.asked.at(-1)?.messages.at(-1)).toMatchObject({
    [path === '/v1/responses' ? 'input' : 'output']: JSON.parse(DEEP_TEXT),
  })
})
