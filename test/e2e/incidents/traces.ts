import { ANSWER, DONE, LOOK, lines, ORDER, REFUND, TASK } from './incident.ts'

// Traces of OpenTelemetry, as different libraries write them.

const json = JSON.stringify

const attribute = (value: unknown): object => {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number') return { intValue: String(value) }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(attribute) } }
  const values = Object.entries(value as object).map(([key, one]) => ({ key, value: attribute(one) }))
  return { kvlistValue: { values } }
}

interface Told {
  name: string
  parent?: number
  attributes: Record<string, unknown>
}

/** Spans in the order of their ends, as exporters send them. */
function trace(spans: readonly Told[], pack: (spans: object[]) => string = (all) => json(exported(all))): string {
  const written = spans.map(({ name, parent, attributes }, at) => ({
    ...{ traceId: '5b8efff798038103d269b633813fc60c', spanId: idOf(at), name, kind: 1, status: { code: 0 } },
    ...(parent !== undefined && { parentSpanId: idOf(parent) }),
    startTimeUnixNano: `176207760000000${String(1000 + at)}`,
    attributes: Object.entries(attributes).map(([key, value]) => ({ key, value: attribute(value) })),
  }))
  return pack(written.reverse())
}

const idOf = (at: number) => `eee19b7ec3c1b1${(10 + at).toString(16)}`
const exported = (spans: object[]) => ({
  resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [{ scope: { name: 'acme' }, spans }] }],
})

const parts = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
const conventional = {
  ask: {
    name: 'chat acme',
    parent: 0,
    attributes: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'acme', 'gen_ai.usage.input_tokens': 12 },
      'gen_ai.input.messages': json([parts('system', 'You refund.'), parts('user', TASK)]),
    },
  },
  end: {
    name: 'chat acme',
    parent: 0,
    attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.output.messages': json([parts('assistant', ANSWER)]) },
  },
}
const root = { name: 'invoke_agent desk', attributes: { 'gen_ai.operation.name': 'invoke_agent' } }
const run = (name: string, id: string, input: unknown, output: unknown) => ({
  ...{ name: `execute_tool ${name}`, parent: 0 },
  attributes: {
    ...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name, 'gen_ai.tool.call.id': id },
    ...{ 'gen_ai.tool.call.arguments': input, 'gen_ai.tool.call.result': output },
  },
})

/** One export a line, and the run over MCP within the run of the tool. */
const genai = trace(
  [
    root,
    conventional.ask,
    run('get_order', 'c1', LOOK, ORDER),
    run('refund', 'c2', json(REFUND), json(DONE)),
    {
      name: 'tools/call refund',
      parent: 3,
      attributes: { 'mcp.method.name': 'tools/call', 'gen_ai.tool.name': 'refund', 'gen_ai.tool.call.arguments': '{}' },
    },
    conventional.end,
  ],
  (spans) => lines(...spans.map((span) => exported([span]))),
)

const adkRun = (name: string, input: object, output: object) => ({
  ...{ name: `execute_tool ${name}`, parent: 0 },
  attributes: {
    ...{ 'gen_ai.system': 'gcp.vertex.agent', 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': name },
    'gcp.vertex.agent.tool_call_args': json(input),
    'gcp.vertex.agent.tool_response': json(output),
  },
})
const adk = trace([
  root,
  conventional.ask,
  adkRun('get_order', LOOK, ORDER),
  adkRun('refund', REFUND, DONE),
  conventional.end,
])

const inferenceRun = (name: string, input: object, output: object) => ({
  ...{ name, parent: 0 },
  attributes: {
    ...{ 'openinference.span.kind': 'TOOL', 'tool.name': name, 'input.mime_type': 'application/json' },
    ...{ 'input.value': json(input), 'output.value': json(output) },
  },
})
const openInference = trace([
  {
    name: 'llm',
    attributes: {
      'openinference.span.kind': 'LLM',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': TASK,
    },
  },
  inferenceRun('get_order', LOOK, ORDER),
  inferenceRun('refund', REFUND, DONE),
  {
    name: 'llm',
    attributes: {
      'openinference.span.kind': 'LLM',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': ANSWER,
    },
  },
])

const sdkRun = (name: string, id: string, input: object, output: object) => ({
  ...{ name: 'ai.toolCall', parent: 0 },
  attributes: {
    ...{ 'ai.operationId': 'ai.toolCall', 'ai.toolCall.name': name, 'ai.toolCall.id': id },
    ...{ 'ai.toolCall.args': json(input), 'ai.toolCall.result': json(output) },
  },
})
const aiSdk = trace([
  {
    name: 'ai.generateText',
    attributes: { 'ai.prompt': json({ prompt: TASK }), 'ai.response.text': ANSWER },
  },
  sdkRun('get_order', 'c1', LOOK, ORDER),
  sdkRun('refund', 'c2', REFUND, DONE),
])

export const TRACES = {
  'genai.jsonl': genai,
  'adk.json': adk,
  'openinference.json': openInference,
  'ai-sdk.json': aiSdk,
}

/** Arguments that nobody recorded. */
export const SILENT = trace([
  root,
  {
    ...run('refund', 'c2', '', ''),
    attributes: { 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': 'refund' },
  },
])
