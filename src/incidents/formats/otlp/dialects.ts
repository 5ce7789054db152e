import type { Json } from '../../../kernel/json.ts'
import { type Fields, fieldsOf, jsonOf, listOf } from '../../../world/models/wires/fields.ts'
import type { Span } from './spans.ts'

/** Where one way of tracing agents writes what it knows. Each member is the name of an attribute, of several the first that is there. */
export interface Dialect {
  name: string
  /** Is a span the run of a tool? */
  isTool(span: Span): boolean
  tool: readonly string[]
  id: readonly string[]
  input: readonly string[]
  output: readonly string[]
  /** What switches on that arguments are written down. */
  records: string
}

const GENAI_RECORDS = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT, or what your library has in its place'

/** Conventions, and those that were there before them: what is exported today speaks many. */
export const DIALECTS: readonly Dialect[] = [
  {
    name: 'AI SDK before 7',
    isTool: ({ attributes }) => attributes['ai.toolCall.name'] !== undefined,
    tool: ['ai.toolCall.name'],
    id: ['ai.toolCall.id'],
    input: ['ai.toolCall.args', 'ai.toolCall.input'],
    output: ['ai.toolCall.result', 'ai.toolCall.output'],
    records: 'recordInputs and recordOutputs of experimental_telemetry',
  },
  {
    name: 'OpenInference',
    isTool: ({ attributes }) => attributes['openinference.span.kind'] === 'TOOL',
    tool: ['tool.name'],
    id: ['tool_call.id', 'tool.id'],
    input: ['tool.parameters', 'input.value'],
    output: ['output.value'],
    records: 'OPENINFERENCE_HIDE_INPUTS=false',
  },
  {
    name: 'OpenLLMetry',
    isTool: ({ attributes }) => attributes['traceloop.span.kind'] === 'tool',
    tool: ['traceloop.entity.name'],
    id: [],
    input: ['traceloop.entity.input'],
    output: ['traceloop.entity.output'],
    records: 'TRACELOOP_TRACE_CONTENT=true',
  },
  {
    name: 'OpenTelemetry GenAI',
    isTool: ({ name, attributes }) =>
      attributes['gen_ai.operation.name'] === 'execute_tool' ||
      attributes['mcp.method.name'] === 'tools/call' ||
      (name.startsWith('execute_tool ') && attributes['gen_ai.tool.name'] !== undefined) ||
      // Pydantic AI before it wrote the operation.
      (name.startsWith('running tool') && attributes['gen_ai.tool.name'] !== undefined),
    tool: ['gen_ai.tool.name'],
    id: ['gen_ai.tool.call.id'],
    input: ['gen_ai.tool.call.arguments', 'tool_arguments', 'gcp.vertex.agent.tool_call_args'],
    output: ['gen_ai.tool.call.result', 'tool_response', 'gcp.vertex.agent.tool_response'],
    records: GENAI_RECORDS,
  },
]

export function firstOf(attributes: Fields, names: readonly string[]): Json | undefined {
  return names.map((name) => attributes[name]).find((value) => value !== undefined && value !== null)
}

/** A text of a conversation, whoever wrote it down. */
export interface SpokenText {
  role: 'user' | 'assistant'
  text: string
}

/** What a span says of a conversation, by the conventions and those that were before them. */
export function spokenIn({ attributes }: Span): SpokenText[] {
  const lists = [
    ['user', 'gen_ai.input.messages'],
    ['user', 'ai.prompt.messages'],
    ['user', 'all_messages_events'],
    ['user', 'pydantic_ai.all_messages'],
    ['assistant', 'gen_ai.output.messages'],
  ] as const
  const listed = lists.flatMap(([role, name]) =>
    listOf(jsonOf(attributes[name])).flatMap((one) => saidBy(fieldsOf(one), role)),
  )
  const prompt = fieldsOf(jsonOf(attributes['ai.prompt']))
  const asked =
    typeof prompt.prompt === 'string'
      ? [spoken('user', prompt.prompt)]
      : listOf(prompt.messages).flatMap((one) => saidBy(fieldsOf(one), 'user'))
  const answered = [attributes['ai.response.text']].flatMap((text) =>
    typeof text === 'string' ? [spoken('assistant', text)] : [],
  )
  return [...listed, ...asked, ...flattened(attributes), ...answered].filter(({ text }) => text !== '')
}

function spoken(role: SpokenText['role'], text: string): SpokenText {
  return { role, text }
}

function saidBy({ role, parts, content }: Fields, otherwise: SpokenText['role']): SpokenText[] {
  const who = role ?? otherwise
  if (who !== 'user' && who !== 'assistant') return []
  if (typeof content === 'string') return [spoken(who, content)]
  const texts = [...listOf(parts), ...listOf(content)].map(fieldsOf).filter(({ type }) => type === 'text')
  const text = texts
    .map(({ content: said, text }) => said ?? text)
    .filter((one) => typeof one === 'string')
    .join('')
  return [spoken(who, text)]
}

const FLAT = [
  { member: /^llm\.(input|output)_messages\.(\d+)\.message\.(role|content)$/, input: 'input' },
  { member: /^gen_ai\.(prompt|completion)\.(\d+)\.(role|content)$/, input: 'prompt' },
]

/** Lists that are written as one attribute a member, with their place in the name. */
function flattened(attributes: Fields): SpokenText[] {
  return FLAT.flatMap(({ member, input }) => {
    const messages = new Map<string, { side: string; at: number; role?: Json; content?: Json }>()
    for (const [name, value] of Object.entries(attributes)) {
      const [, side = '', at = '', what] = member.exec(name) ?? []
      if (what === undefined) continue
      const key = `${side} ${at}`
      messages.set(key, { ...(messages.get(key) ?? { side, at: Number(at) }), [what]: value })
    }
    // 10 comes after 9.
    const ordered = [...messages.values()].sort(
      (a, b) => Number(b.side === input) - Number(a.side === input) || a.at - b.at,
    )
    return ordered.flatMap(({ side, role, content }) =>
      saidBy({ role: role ?? null, content: content ?? null }, side === input ? 'user' : 'assistant'),
    )
  })
}
