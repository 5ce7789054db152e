import { type Answer, type Api, type Counted, newId, streamed, whole, words } from './answers.ts'
import type { Seen } from './stand-in.ts'

// Answers of Anthropic's Messages API, written after its API reference: "Messages", "Streaming", "Extended thinking".

const MODEL = 'acme-large-2026-10-01'
const SIGNATURE = 'EqQBCgIYAhIM1gbcDa9GJwZA2b3hGgxBdjrkzLoky3dl1pkiMOYds+Ftz=='
const HEADERS = { 'request-id': 'req_011CSHoEeqs5C35K2UUqR7Fy', 'anthropic-organization-id': 'org-7' }

export const MESSAGES: Api = {
  at: (path) => path === '/v1/messages' || path === '/v1/messages?beta=true',
  hasResults: ({ body }) =>
    body.messages.some(
      ({ content }: { content: unknown }) =>
        Array.isArray(content) && content.some(({ type }: { type: string }) => type === 'tool_result'),
    ),
  answer: ({ body }, answer) => {
    const content = blocksOf(answer)
    const stop_reason = answer.calls ? 'tool_use' : 'end_turn'
    const message = { model: MODEL, id: newId('msg'), type: 'message', role: 'assistant' }
    const ends = { stop_reason, stop_sequence: null, stop_details: null }
    if (body.stream !== true) return whole({ ...message, content, ...ends, usage: usageOf(answer.usage) }, HEADERS)
    const open = { ...message, content: [], stop_reason: null, stop_sequence: null, stop_details: null }
    const events = [
      { type: 'message_start', message: { ...open, usage: { ...usageOf(answer.usage), output_tokens: 2 } } },
      ...content.flatMap((block, index) => blockEvents(block, index)),
      { type: 'message_delta', delta: ends, usage: totalOf(answer.usage) },
      { type: 'message_stop' },
    ]
    return streamed(events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join(''), HEADERS)
  },
  wrong: wrongIn,
}

type Sent = { role: string; content: string | { type: string; tool_use_id?: string }[] }

/** Whoever thinks wants to see again what it thought, before what it asked for then. */
function wrongIn({ body }: Seen, said: readonly string[]): string | undefined {
  const { type, previous_message_id: previous } = body.thread ?? {}
  if (type === 'continue' && !said.some((text) => text.includes(`"${previous}"`)))
    return 'thread.previous_message_id: no thread was found for it.'
  const turns = (body.messages as Sent[]).flatMap(({ role, content }) =>
    role === 'assistant' && Array.isArray(content) ? [content] : [],
  )
  const thoughtless = turns.findIndex(
    ([first, ...rest]) => first?.type !== 'thinking' && [first, ...rest].some((block) => block?.type === 'tool_use'),
  )
  const found = turns[thoughtless]?.[0]?.type
  return found && `messages.${thoughtless}.content.0.type: Expected \`thinking\`, but found \`${found}\`.`
}

/** What comes from a cache and what goes to it is beside the input. */
function usageOf({ input, cached, written, output }: Counted) {
  return {
    input_tokens: input - cached - written,
    cache_creation_input_tokens: written,
    cache_read_input_tokens: cached,
    cache_creation: { ephemeral_5m_input_tokens: written, ephemeral_1h_input_tokens: 0 },
    output_tokens: output,
    service_tier: 'standard',
  }
}

/** Cumulative, with the input said once more. */
function totalOf(counted: Counted) {
  const { service_tier: _, cache_creation: __, ...rest } = usageOf(counted)
  return rest
}

type Block =
  | { type: 'thinking'; thinking: string; signature: string }
  | { type: 'redacted_thinking'; data: string }
  | { type: 'text'; text: string }
  | { type: 'tool_use'; id: string; name: string; input: object }

function blocksOf({ thought, text, calls = [] }: Answer): Block[] {
  return [
    ...(thought === undefined
      ? []
      : ([
          { type: 'thinking', thinking: thought, signature: SIGNATURE },
          { type: 'redacted_thinking', data: 'EmwKAhgBEgy3va3pzix/LafPsn4a' },
        ] as Block[])),
    ...(text === undefined ? [] : [{ type: 'text', text } as const]),
    ...calls.map(({ name, args }): Block => ({ type: 'tool_use', id: newId('toolu'), name, input: args })),
  ]
}

function blockEvents(block: Block, index: number) {
  const [content_block, deltas] = piecesOf(block)
  return [
    { type: 'content_block_start', index, content_block },
    ...(index === 0 ? [{ type: 'ping' }] : []),
    ...deltas.map((delta) => ({ type: 'content_block_delta', index, delta })),
    { type: 'content_block_stop', index },
  ]
}

function piecesOf(block: Block): [object, object[]] {
  if (block.type === 'redacted_thinking') return [block, []]
  if (block.type === 'text')
    return [{ ...block, text: '' }, words(block.text).map((text) => ({ type: 'text_delta', text }))]
  if (block.type === 'thinking') {
    const thought = words(block.thinking).map((thinking) => ({ type: 'thinking_delta', thinking }))
    return [
      { ...block, thinking: '', signature: '' },
      [...thought, { type: 'signature_delta', signature: block.signature }],
    ]
  }
  const args = ['', ...words(JSON.stringify(block.input))]
  return [{ ...block, input: {} }, args.map((partial_json) => ({ type: 'input_json_delta', partial_json }))]
}
