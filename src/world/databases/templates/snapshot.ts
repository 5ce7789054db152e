import type { Client } from 'pg'
import { MOST_BYTES, MOST_ROWS } from '../../../trace/contents.ts'
import { parseRows } from '../journal/exact-json.ts'
import { idOf, imageOf, keyOf } from '../journal/image.ts'
import { readTables, type TableShape } from '../journal/table-shape.ts'

/** What is in a database before the first call, with the ids and images that the journal gives. */
export interface Snapshot {
  /** Table -> id -> row. */
  tables: Record<string, Record<string, unknown>>
  /** Tables of which not every row is told, but only the first. */
  partial: string[]
}

export async function readSnapshot(client: Client): Promise<Snapshot> {
  const snapshot: Snapshot = { tables: {}, partial: [] }
  for (const table of await readTables(client)) await addTable(client, table, snapshot)
  return snapshot
}

async function addTable(client: Client, table: TableShape, { tables, partial }: Snapshot): Promise<void> {
  const { rows } = await client.query<{ text: string; cut: boolean }>(`
    SELECT concat('{', string_agg(concat(to_json(id), ':', image), ',') FILTER (WHERE NOT beyond), '}') AS text, bool_or(beyond) AS cut
    FROM (SELECT id, image, n > ${MOST_ROWS} OR sum(octet_length(image)) OVER (ORDER BY n) > ${MOST_BYTES} AS beyond
      FROM (SELECT row_number() OVER () AS n, ${idOf('key', 'image')} AS id, mettle.cut(image) AS image
        FROM (SELECT ${keyOf('t', table)}::text[] AS key, ${imageOf('t.*', table)} AS image FROM ONLY ${table.sql} AS t LIMIT ${MOST_ROWS + 1}) read) told) bounded`)
  const [found] = rows
  tables[table.label] = { ...tables[table.label], ...(parseRows(found?.text ?? '{}') as Record<string, unknown>) }
  if (found?.cut && !partial.includes(table.label)) partial.push(table.label)
}
