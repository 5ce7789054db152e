import type { Client } from 'pg'
import { messageOf, UsageError } from '../../../kernel/errors.ts'
import type { Json } from '../../../kernel/json.ts'
import { suggest } from '../../../kernel/nearest.ts'
import { createRandom } from '../../../kernel/random.ts'
import { readRecords } from '../../documents.ts'
import { type Database, isRowFiles, type MakeRows, type Rows } from '../define.ts'
import { quote } from '../journal/quote.ts'

/** What "recently" and "soon" refer to where the rows are made up: the same rows tomorrow. */
const MADE_AT = new Date('2026-01-01T00:00:00Z')

/** Rows in one INSERT at most. */
const CHUNK = 1_000

interface TableColumns {
  label: string
  sql: string
  columns: Record<string, string>
}

const COLUMNS = `
SELECT CASE WHEN n.nspname = 'public' THEN c.relname ELSE concat(n.nspname, '.', c.relname) END AS label,
  format('%I.%I', n.nspname, c.relname) AS sql, json_object_agg(a.attname, format_type(a.atttypid, a.atttypmod)) AS columns
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^(pg_|mettle)' GROUP BY n.nspname, c.relname ORDER BY 1`

/** A sequence goes on behind the rows that are there. */
const SEQUENCES = `
DO $$ DECLARE s record; highest numeric; BEGIN
  FOR s IN SELECT q.oid, d.refobjid::regclass AS tab, a.attname FROM pg_class q
    JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = q.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
    JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    JOIN pg_sequence p ON p.seqrelid = q.oid AND p.seqincrement > 0 WHERE q.relkind = 'S' LOOP
    EXECUTE format('SELECT max(%I)::numeric FROM %s', s.attname, s.tab) INTO highest;
    IF highest >= 1 AND highest > coalesce(pg_sequence_last_value(s.oid), 0) THEN PERFORM setval(s.oid, highest::bigint); END IF;
  END LOOP;
END $$`

/** Inserts rows table by table, in the order given. @throws {UsageError} */
export async function insertRows(client: Client, name: string, made: Rows): Promise<void> {
  const known = (await client.query<TableColumns>(COLUMNS)).rows
  for (const [label, rows] of Object.entries(made)) {
    const table = known.find((candidate) => candidate.label === label)
    if (!table)
      throw problem(
        name,
        `there is no table "${label}".${suggest(
          label,
          known.map((candidate) => candidate.label),
        )}`,
      )
    for (const alike of alikeInARow(rows)) await insert(client, name, table, alike)
  }
  await client.query(SEQUENCES)
}

/**
 * The rows of database `name` that are not SQL, as the JSON that they are inserted as: those of files, or made from the seed. Undefined:
 * there are none. @throws {UsageError}
 */
export async function rowsOf(
  name: string,
  { rows }: Pick<Database, 'rows'>,
  { folder, seed }: { folder: string; seed: string },
): Promise<Rows | undefined> {
  if (typeof rows === 'function') return makeRows(name, rows, seed)
  if (!isRowFiles(rows)) return undefined
  const found: Rows = {}
  for (const [table, file] of Object.entries(rows.files)) found[table] = await readRecords(file, folder)
  return found
}

async function makeRows(name: string, make: MakeRows, seed: string): Promise<Rows> {
  const { faker } = await import('@faker-js/faker/locale/en')
  const random = createRandom(seed).fork('rows', name)
  faker.seed(random.fork('faker').int(2 ** 32))
  faker.setDefaultRefDate(MADE_AT)
  try {
    return JSON.parse(JSON.stringify(await make({ faker, random }))) as Rows
  } catch (thrown) {
    throw problem(name, `its rows cannot be made: ${messageOf(thrown)}`)
  }
}

/** Rows of one table that name the same columns, as long as they follow each other. */
function* alikeInARow(rows: readonly Record<string, Json>[]): Generator<Record<string, Json>[]> {
  let alike: Record<string, Json>[] = []
  let columns = ''
  for (const row of rows) {
    const own = JSON.stringify(Object.keys(row))
    if (alike.length > 0 && (own !== columns || alike.length === CHUNK)) {
      yield alike
      alike = []
    }
    columns = own
    alike.push(row)
  }
  if (alike.length > 0) yield alike
}

async function insert(
  client: Client,
  name: string,
  { label, sql, columns }: TableColumns,
  rows: Record<string, Json>[],
): Promise<void> {
  const names = Object.keys(rows[0] ?? {})
  const unknown = names.find((column) => !Object.hasOwn(columns, column))
  if (unknown !== undefined)
    throw problem(name, `table "${label}" has no column "${unknown}".${suggest(unknown, Object.keys(columns))}`)
  const list = names.map(quote).join(', ')
  const typed = names.map((column) => `${quote(column)} ${columns[column]}`).join(', ')
  const values =
    names.length === 0
      ? `SELECT FROM generate_series(1, json_array_length($1::json))`
      : `SELECT ${list} FROM json_to_recordset($1::json) AS row(${typed})`
  try {
    await client.query(`INSERT INTO ${sql} ${list && `(${list})`} OVERRIDING SYSTEM VALUE ${values}`, [
      JSON.stringify(rows),
    ])
  } catch (thrown) {
    throw problem(name, `its rows of table "${label}" do not fit: ${messageOf(thrown)}`)
  }
}

function problem(name: string, why: string): UsageError {
  return new UsageError(`Failed to fill database "${name}": ${why}`)
}
