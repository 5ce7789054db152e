import pg from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { parseRows } from '../journal/exact-json.ts'

type Parse = (text: string) => unknown

/** JSON as PostgreSQL writes it; a number that would lose digits becomes a text. */
export function exactJson(text: string): Json {
  return parseRows(text) as Json
}

function exactNumber(text: string): number | string {
  const number = Number(text)
  return /^-?\d+$/.test(text) && !Number.isSafeInteger(number) ? text : number
}

function float(text: string): number | string {
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

const { builtins, getTypeParser } = pg.types

const PARSERS = new Map<number, Parse>([
  [builtins.BOOL, (text) => text === 't'],
  [builtins.INT2, Number],
  [builtins.INT4, Number],
  [builtins.OID, Number],
  [builtins.INT8, exactNumber],
  [builtins.FLOAT4, float],
  [builtins.FLOAT8, float],
  [builtins.JSON, exactJson],
  [builtins.JSONB, exactJson],
])

/** Arrays of booleans, whole numbers, floats and texts, by their OIDs in pg_type. */
const ARRAYS = new Set([1000, 1005, 1007, 1009, 1015, 1021, 1022])

const asText: Parse = (text) => text

/** How the text of a value becomes plain JSON: numbers where they are exact, everything else as PostgreSQL writes it. */
export function typeParser(oid: number): Parse {
  if (ARRAYS.has(oid)) return getTypeParser(oid) as Parse
  return PARSERS.get(oid) ?? asText
}

const NAMES = new Map(Object.entries(builtins).map(([name, oid]) => [oid as number, name.toLowerCase()]))

/** PostgreSQL's own name of a type; 'oid 16402' for one that a schema has made. */
export function typeName(oid: number): string {
  return NAMES.get(oid) ?? `oid ${oid}`
}
