import type { Json } from '../../../kernel/json.ts'
import { type Fields, fieldsOf, listOf } from '../../../world/models/wires/fields.ts'

/** One span, its attributes as plain values. */
export interface Span {
  trace: string
  id: string
  parent: string
  name: string
  /** Nanoseconds since 1970: no double holds them. */
  startedAt: bigint
  attributes: Fields
  failed: boolean
}

/** All spans of OTLP in its JSON form, in order of their beginnings. Source: opentelemetry-proto, "OTLP/JSON". */
export function spansIn(documents: readonly Json[]): Span[] {
  const scopes = documents
    .flatMap((document) => listOf(fieldsOf(document).resourceSpans))
    .flatMap((resource) => listOf(fieldsOf(resource).scopeSpans))
  const spans = scopes.flatMap((scope) => listOf(fieldsOf(scope).spans)).map((span) => spanOf(fieldsOf(span)))
  return spans.sort((a, b) => Number(a.startedAt - b.startedAt))
}

function spanOf({ traceId, spanId, parentSpanId, name, startTimeUnixNano, attributes, status, events }: Fields): Span {
  const plain = attributesOf(attributes)
  const told = listOf(events).map((event) => attributesOf(fieldsOf(event).attributes))
  return {
    trace: hexOf(traceId, 32),
    id: hexOf(spanId, 16),
    parent: hexOf(parentSpanId, 16),
    name: String(name ?? ''),
    startedAt: nanosecondsOf(startTimeUnixNano),
    // Some write down on events what others write on the span.
    attributes: Object.assign({}, ...told, plain),
    failed:
      fieldsOf(status).code === 2 || fieldsOf(status).code === 'STATUS_CODE_ERROR' || plain['error.type'] !== undefined,
  }
}

/** Some exporters write ids in base64: they are known by their length. */
function hexOf(id: Json | undefined, digits: number): string {
  const text = typeof id === 'string' ? id : ''
  const isHex = text.length === digits && /^[0-9a-f]*$/i.test(text)
  return (isHex || text === '' ? text : Buffer.from(text, 'base64').toString('hex')).toLowerCase()
}

function nanosecondsOf(time: Json | undefined): bigint {
  return /^\d{1,20}$/.test(String(time)) ? BigInt(String(time)) : 0n
}

function attributesOf(list: Json | undefined): Fields {
  return Object.fromEntries(
    listOf(list)
      .map(fieldsOf)
      .map(({ key, value }) => [String(key), plainOf(fieldsOf(value))]),
  )
}

function plainOf({ stringValue, intValue, doubleValue, boolValue, arrayValue, kvlistValue }: Fields): Json {
  if (arrayValue !== undefined) return listOf(fieldsOf(arrayValue).values).map((one) => plainOf(fieldsOf(one)))
  if (kvlistValue !== undefined) return attributesOf(fieldsOf(kvlistValue).values)
  if (intValue !== undefined) return Number(intValue)
  return stringValue ?? doubleValue ?? boolValue ?? null
}
