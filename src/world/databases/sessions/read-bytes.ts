import pg from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { typeName, typeParser } from './json-values.ts'

const { builtins } = pg.types

type Read = (bytes: Buffer) => Json

const asText: Read = (bytes) => bytes.toString('utf8')
/** As the type's text is read: one way to write each value, however it came. */
const like = (oid: number, text: (bytes: Buffer) => string): Read => {
  const parse = typeParser(oid)
  return (bytes) => parse(text(bytes)) as Json
}
const hex = (bytes: Buffer) => bytes.toString('hex')

/** Source: the `..._send` functions of PostgreSQL, src/backend/utils/adt. */
const FORMS = new Map<number, { size?: number; read: Read }>([
  [builtins.BOOL, { size: 1, read: (bytes) => bytes[0] === 1 }],
  [builtins.INT2, { size: 2, read: (bytes) => bytes.readInt16BE() }],
  [builtins.INT4, { size: 4, read: (bytes) => bytes.readInt32BE() }],
  [builtins.OID, { size: 4, read: (bytes) => bytes.readUInt32BE() }],
  [builtins.INT8, { size: 8, read: like(builtins.INT8, (bytes) => bytes.readBigInt64BE().toString()) }],
  [builtins.FLOAT4, { size: 4, read: like(builtins.FLOAT4, (bytes) => shortFloat(bytes.readFloatBE())) }],
  [builtins.FLOAT8, { size: 8, read: like(builtins.FLOAT8, (bytes) => String(bytes.readDoubleBE())) }],
  [builtins.UUID, { size: 16, read: (bytes) => hex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') }],
  [builtins.BYTEA, { read: (bytes) => `\\x${hex(bytes)}` }],
  [builtins.JSON, { read: like(builtins.JSON, (bytes) => bytes.toString('utf8')) }],
  [builtins.JSONB, { read: like(builtins.JSONB, (bytes) => bytes.toString('utf8', 1)) }],
  [builtins.TEXT, { read: asText }],
  [builtins.VARCHAR, { read: asText }],
  [builtins.BPCHAR, { read: asText }],
  [builtins.XML, { read: asText }],
  // "char", name, unknown.
  [18, { read: asText }],
  [19, { read: asText }],
  [705, { read: asText }],
])

/** The shortest text of a number of 32 bits. */
function shortFloat(value: number): string {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits)
    if (Math.fround(Number(text)) === value) return String(Number(text))
  }
  return String(value)
}

/** A value in PostgreSQL's own bytes as plain JSON; of a type whose form is not known, the bytes and its name. */
export function readBytes(bytes: Buffer | null, oid: number): Json {
  if (bytes === null) return null
  const form = FORMS.get(oid)
  try {
    if (form && (form.size === undefined || form.size === bytes.length)) return form.read(bytes)
  } catch {
    // It is not what its type says: the server will say so.
  }
  return { type: typeName(oid), binary: `\\x${hex(bytes)}` }
}

/** The same of a value as text or as bytes. What its type cannot be read from stays a text. */
export function readValue(value: Uint8Array | null, oid: number, format: number): Json {
  if (value === null) return null
  const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  if (format === 1) return readBytes(bytes, oid)
  const text = bytes.toString('utf8')
  try {
    const read = typeParser(oid)(text) as Json
    return typeof read === 'number' && !Number.isFinite(read) ? text : read
  } catch {
    return text
  }
}
