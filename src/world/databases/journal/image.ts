import { escapeLiteral } from 'pg'
import { quote } from './quote.ts'
import type { Column, TableShape } from './table-shape.ts'

/** Larger rows are told by their size alone, bytes. */
export const LARGEST_IMAGE = 65_536

/** A row as jsonb, of a variable such as NEW or of a table such as `t.*` (its name alone could mean a column). What only reading computes is left out: a trigger does not see it. */
export function imageOf(row: string, { columns }: TableShape): string {
  const virtual = columns.filter(({ generated }) => generated === 'v').map(({ name }) => escapeLiteral(name))
  const without = virtual.length === 0 ? '' : ` OPERATOR(pg_catalog.-) ARRAY[${virtual}]::pg_catalog.text[]`
  const size = `pg_catalog.pg_column_size(${row})`
  const marker = `pg_catalog.jsonb_build_object('mettle', 'too large', 'bytes', ${size})`
  return `CASE WHEN ${size} OPERATOR(pg_catalog.>) ${LARGEST_IMAGE} THEN ${marker} ELSE pg_catalog.to_jsonb(${row})${without} END`
}

/** The key of a row as an array of texts; NULL for a table without a key. */
export function keyOf(row: string, { keys }: TableShape): string {
  if (keys.length === 0) return 'NULL'
  return `ARRAY[${keys.map(({ name }) => `${row}.${quote(name)}::pg_catalog.text`)}]`
}

/** How a row is told by one text in SQL, from its key and its image. */
export function idOf(key: string, image: string): string {
  return `CASE WHEN ${key} IS NULL THEN concat('~', md5((${image})::text)) ELSE array_to_string(${key}, ',') END`
}

const ALL = ['datestyle', 'timezone', 'intervalstyle', 'bytea_output', 'extra_float_digits', 'lc_monetary']

/** Types whose text no setting changes. */
const STEADY = 'int2 int4 int8 oid text varchar bpchar name bool uuid numeric json jsonb enum inet cidr macaddr time'

/** Types whose text depends on a few settings. All others: on any. */
const BY_TYPE: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(STEADY.split(' ').map((type) => [type, []])),
  date: ['datestyle'],
  timestamp: ['datestyle'],
  timestamptz: ['datestyle', 'timezone'],
  interval: ['intervalstyle'],
  bytea: ['bytea_output'],
  float4: ['extra_float_digits'],
  float8: ['extra_float_digits'],
  money: ['lc_monetary'],
}

/** The settings on which the text of these columns depends. Each that a function pins costs time with each row. */
export function settingsOf(columns: readonly Column[]): string[] {
  return [...new Set(columns.flatMap(({ base }) => (Object.hasOwn(BY_TYPE, base) ? (BY_TYPE[base] ?? ALL) : ALL)))]
}
