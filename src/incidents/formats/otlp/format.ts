import { UsageError } from '../../../kernel/errors.ts'
import { visible } from '../../../kernel/visible.ts'
import { fieldsOf, jsonOf } from '../../../world/models/wires/fields.ts'
import { type Answered, type Asked, type Format, inputOf, joined } from '../../incident.ts'
import { DIALECTS, type Dialect, firstOf, spokenIn } from './dialects.ts'
import { type Span, spansIn } from './spans.ts'

/** A trace of OpenTelemetry in its JSON form: one export, or one a line as the collector's file exporter writes them. */
export const otlp: Format = {
  name: 'otlp',
  summary:
    'A trace of OpenTelemetry as JSON (GenAI conventions, OpenInference, OpenLLMetry, AI SDK, ADK, Pydantic AI).',
  fits: (documents) => documents.some((document) => fieldsOf(document).resourceSpans !== undefined),
  read: (documents, { trace }) => {
    const spans = ofOneTrace(spansIn(documents), trace)
    const runs = spans.flatMap((span) => {
      const dialect = DIALECTS.find((one) => one.isTool(span))
      return dialect ? [{ span, dialect }] : []
    })
    if (runs.length === 0) throw new UsageError(`Failed to import: ${noTools(spans)}`)
    const alone = runs.filter((run) => !runs.some((other) => isAround(other.span, run.span)))
    const calls = alone.map(({ span, dialect }, at) => callOf(span, dialect, at))
    const answers = new Map(calls.flatMap(({ id, answer }) => (answer ? [[id, answer] as const] : [])))
    return { ...spokenOf(spans), ...joined(calls, answers) }
  },
}

function noTools(spans: readonly Span[]): string {
  const names = [...new Set(spans.map(({ name }) => name))].slice(0, 8).map(visible).join(', ')
  return `no span is the run of a tool. There are: ${names || 'none'}. Tool spans are known by the conventions in docs/incidents.md.`
}

function ofOneTrace(spans: readonly Span[], wanted: string | undefined): Span[] {
  const traces = [...new Set(spans.map(({ trace }) => trace))]
  const fitting = traces.filter((trace) => trace.startsWith((wanted ?? '').toLowerCase()))
  const [only] = fitting
  if (only !== undefined && fitting.length === 1) return spans.filter(({ trace }) => trace === only)
  const shown = traces.slice(0, 10).map(visible).join(', ')
  const why = fitting.length === 0 ? `there is no trace ${visible(wanted ?? '')}` : `it has ${traces.length} traces`
  throw new UsageError(`Failed to import: ${why}. Choose one with --trace: ${shown || 'there is none'}.`)
}

/** A call over MCP within the run of the same tool is told twice. */
function isAround(outer: Span, inner: Span): boolean {
  return (
    outer !== inner && outer.id !== '' && inner.parent === outer.id && inner.attributes['mcp.method.name'] !== undefined
  )
}

function callOf(span: Span, dialect: Dialect, at: number): Asked & { answer: Answered | undefined } {
  const { attributes, failed, name } = span
  const tool = String(firstOf(attributes, dialect.tool) ?? name)
  const input = firstOf(attributes, dialect.input)
  if (input === undefined || input === '__REDACTED__') {
    const what = `the arguments of ${visible(tool)} were not recorded`
    throw new UsageError(
      `Failed to import: ${what} (${dialect.name}). Switch that on (${dialect.records}), and record it again.`,
    )
  }
  const output = firstOf(attributes, dialect.output)
  const answer = output === undefined && !failed ? undefined : { output: jsonOf(output ?? 'It failed.'), failed }
  // Where a model's id of the call is not recorded, the span's own tells calls apart.
  const id = String(firstOf(attributes, dialect.id) ?? `${span.id}/${at}`)
  return { id, tool, input: inputOf(jsonOf(input)), answer }
}

/** The first words of a user, and the last of an agent. */
function spokenOf(spans: readonly Span[]) {
  const said = spans.flatMap(spokenIn)
  const task = said.find(({ role }) => role === 'user')?.text ?? ''
  return { task, answer: said.findLast(({ role }) => role === 'assistant')?.text ?? null }
}
