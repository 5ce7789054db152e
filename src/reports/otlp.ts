import { digestText, type Json } from '../kernel/json.ts'
import { version } from '../kernel/version.ts'
import { visibleJson } from '../kernel/visible.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { eventsOf } from '../trace/evidence.ts'
import { defineReporter, inParts, type StoredRun } from './define.ts'

/**
 * The traces of a run for whatever collects OpenTelemetry: a trial is a trace, a call a span, a score an event of the trial's span.
 * Names are those of the GenAI semantic conventions v0.1.0 and of semconv 1.45; what has none begins with `mettle.`.
 * A line is one export request in OTLP's JSON form, as the collector's `otlpjsonfile` receiver reads them.
 */
export const otlp = defineReporter({
  name: 'otlp',
  summary:
    'Traces for OpenTelemetry, a line of OTLP/JSON a trial: its calls as spans, its scores as evaluation events.',
  file: 'traces.otlp.jsonl',
  ...inParts(write),
})

async function write(run: StoredRun, sink: (part: string) => void): Promise<void> {
  for (const record of run.records()) {
    const spans = spansOf(run.head.id, record, run.evidence(record.id))
    const resource = { attributes: attributes({ 'service.name': record.agent, 'mettle.run.id': run.head.id }) }
    const request = {
      resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'mettle', version: version() }, spans }] }],
    }
    sink(`${visibleJson(JSON.stringify(request))}\n`)
  }
}

/** As OTLP/JSON has it. Source: opentelemetry-proto 1.11, trace.proto: kinds and codes of status are numbers. */
const KIND = { internal: 1, client: 3 } as const
const STATUS = { unset: 0, ok: 1, error: 2 } as const

type Value = string | number | boolean | undefined

interface Told {
  name: string
  kind: (typeof KIND)[keyof typeof KIND]
  /** Those without a value are left out. */
  attributes: Readonly<Record<string, Value>>
}

function spansOf(run: string, record: TrialRecord, evidence: Evidence) {
  const traceId = digestText(`${run} ${record.id}`)
  const rootId = digestText(`${traceId} trial`).slice(0, 16)
  const first = evidence.events[0]?.at ?? 0
  const last = Math.max(first, ...[evidence.events.at(-1)?.at ?? first])
  const root = {
    ...{ traceId, spanId: rootId, ...rootOf(record, evidence) },
    ...{ startTimeUnixNano: nanoseconds(first), endTimeUnixNano: nanoseconds(last) },
    events: [...scoresOf(record, last), ...faultsOf(evidence)],
  }
  const calls = evidence.calls.map((story) => {
    const { call, proposed, executed, delivered } = story
    const { attributes: told, ...span } = TOLD[call.channel](story)
    const error = errorOf(story)
    const ended = (delivered ?? executed ?? proposed).at + Math.max(0, delivered?.streamedMs ?? 0)
    return {
      ...{ traceId, spanId: digestText(`${traceId} ${call.id}`).slice(0, 16), parentSpanId: rootId, ...span },
      ...{ startTimeUnixNano: nanoseconds(proposed.at), endTimeUnixNano: nanoseconds(ended) },
      attributes: attributes({ ...told, ...ofCall(story), 'error.type': error }),
      status: { code: error === undefined ? STATUS.unset : STATUS.error },
    }
  })
  return [root, ...calls]
}

function rootOf({ verdict, reason, ...record }: TrialRecord, { task, answer }: Evidence) {
  const { id, scenario, variant, agent, model, seed, repeat, tier, usage } = record
  const said = (role: string, text: string) => JSON.stringify([{ role, parts: [{ type: 'text', content: text }] }])
  const passed = verdict === 'passed'
  return {
    name: `invoke_agent ${agent}`,
    kind: KIND.internal,
    attributes: attributes({
      ...{
        'gen_ai.operation.name': 'invoke_agent',
        'gen_ai.agent.name': agent,
        'gen_ai.request.model': model ?? undefined,
      },
      ...{ 'gen_ai.input.messages': said('user', task.text) },
      ...(answer !== undefined && { 'gen_ai.output.messages': said('assistant', textOf(answer)) }),
      ...{ 'gen_ai.usage.input_tokens': usage.inputTokens, 'gen_ai.usage.output_tokens': usage.outputTokens },
      ...{ 'mettle.trial.id': id, 'mettle.scenario': scenario, 'mettle.variant': variant, 'mettle.repeat': repeat },
      ...{ 'mettle.seed': seed, 'mettle.tier': tier, 'mettle.verdict': verdict, 'mettle.reason': reason },
      'error.type': passed ? undefined : verdict,
    }),
    status: passed ? { code: STATUS.ok } : { code: STATUS.error, message: reason },
  }
}

/** The conventions' own carrier of a score. */
function scoresOf({ scores }: TrialRecord, at: number) {
  return scores.map(({ scorer, value, pass, reason, severity }) => ({
    ...{ timeUnixNano: nanoseconds(at), name: 'gen_ai.evaluation.result' },
    attributes: attributes({
      ...{ 'gen_ai.evaluation.name': scorer, 'gen_ai.evaluation.score.value': value ?? undefined },
      'gen_ai.evaluation.score.label': pass ? 'pass' : value === null ? 'unclear' : 'fail',
      ...{ 'gen_ai.evaluation.explanation': reason, 'mettle.severity': severity },
    }),
  }))
}

function faultsOf({ events }: Evidence) {
  return eventsOf(events, 'fault').map(({ at, call, fault }) => ({
    ...{ timeUnixNano: nanoseconds(at), name: 'mettle.fault' },
    attributes: attributes({ 'mettle.fault.name': fault, 'mettle.call.id': call }),
  }))
}

/** How each kind of call is told. */
const TOLD: Readonly<Record<CallStory['call']['channel'], (story: CallStory) => Told>> = {
  model: ({ call, executed }) => ({
    name: `chat ${call.model ?? 'model'}`,
    kind: KIND.client,
    attributes: {
      ...{ 'gen_ai.operation.name': 'chat', 'gen_ai.request.model': call.model },
      'gen_ai.provider.name': call.wire && PROVIDERS[call.wire],
      'gen_ai.usage.input_tokens': executed?.usage?.inputTokens,
      'gen_ai.usage.output_tokens': executed?.usage?.outputTokens,
      'gen_ai.usage.cache_read.input_tokens': executed?.usage?.cachedInputTokens,
      'gen_ai.usage.cache_write.input_tokens': executed?.usage?.cacheWriteTokens,
    },
  }),
  tool: (story) => {
    const tool = story.call.target.replace(/^tool /, '')
    const result = outputOf(story)
    return {
      name: `execute_tool ${tool}`,
      kind: KIND.internal,
      attributes: {
        ...{ 'gen_ai.operation.name': 'execute_tool', 'gen_ai.tool.name': tool, 'gen_ai.tool.type': 'function' },
        'gen_ai.tool.call.arguments': JSON.stringify(story.call.input),
        'gen_ai.tool.call.result': result === undefined ? undefined : textOf(result),
      },
    }
  },
  http: ({ call, delivered, executed }) => {
    const [, method = '', template = ''] = call.target.split(' ')
    return {
      name: `${method} ${template}`,
      kind: KIND.client,
      attributes: {
        ...{ 'http.request.method': method, 'url.template': template, 'server.address': call.origin },
        'http.response.status_code': delivered?.status ?? executed?.status,
      },
    }
  },
  sql: ({ call }) => {
    const [database = '', operation = ''] = call.target.split(' ')
    return {
      name: call.target,
      kind: KIND.client,
      attributes: {
        ...{ 'db.system.name': 'postgresql', 'db.namespace': database, 'db.operation.name': operation },
        'db.query.text': statementIn(call.input),
      },
    }
  },
  tcp: ({ call }) => ({ name: call.target, kind: KIND.client, attributes: {} }),
}

const PROVIDERS = {
  ...{ responses: 'openai', 'chat-completions': 'openai', messages: 'anthropic', 'generate-content': 'gcp.gemini' },
} as const

/** What every call has, beside its kind's own. */
function ofCall({ call, decisions, effects }: CallStory): Record<string, Value> {
  return {
    ...{ 'mettle.call.id': call.id, 'mettle.target': call.target, 'mettle.access': call.access },
    'mettle.decision': decisions.find(({ decision }) => decision !== 'allow')?.decision ?? decisions[0]?.decision,
    'mettle.effects': effects.length,
  }
}

/** What the client saw go wrong: a low-cardinality word. */
function errorOf({ executed, delivered }: CallStory): string | undefined {
  const outcome = delivered?.outcome ?? executed?.outcome
  if (outcome === undefined) return 'unanswered'
  if (outcome === 'ok') return undefined
  return String(
    delivered?.status ?? delivered?.how ?? delivered?.says ?? (outcome === 'error' ? 'tool_error' : outcome),
  )
}

function outputOf({ executed, delivered }: CallStory): Json | undefined {
  return delivered?.output ?? executed?.output
}

function statementIn(input: Json): string | undefined {
  const { text } = Object(input) as { text?: unknown }
  return typeof text === 'string' ? text : undefined
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** int64 is a text of digits in OTLP's JSON. @param ms Since 1970. */
function nanoseconds(ms: number): string {
  return `${BigInt(Math.round(ms * 1_000)) * 1_000n}`
}

function attributes(values: Readonly<Record<string, Value>>) {
  return Object.entries(values).flatMap(([key, value]) =>
    value === undefined ? [] : [{ key, value: anyValue(value) }],
  )
}

function anyValue(value: string | number | boolean) {
  if (typeof value === 'string') return { stringValue: value.toWellFormed() }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
