import type { Client } from 'pg'

interface Written {
  number: number
  name: string
  op: string
  columns: string
  keys: string
}

const WRITTEN = `
SELECT j.rel AS number, t.name, j.op, j.seq,
  (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.name::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns,
  (SELECT string_agg(format('t.%1$I = i.%1$I', a.attname), ' AND ') FROM pg_index x JOIN pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = ANY (x.indkey) WHERE x.indrelid = t.name::regclass AND x.indisprimary) AS keys
FROM mettle.journal j JOIN mettle.tables t ON t.rel = j.rel WHERE j.rel > 0 AND j.op <> 'R' ORDER BY j.seq DESC`

/** The reset that mettle does not do: writes the images back, the last change first. Tables without a key are left out. */
export async function undo(admin: Client): Promise<void> {
  await admin.query(`SET session_replication_role = replica; SET search_path = pg_catalog, depot; BEGIN`)
  for (const { number, name, op, columns, keys, seq } of (await admin.query<Written & { seq: string }>(WRITTEN)).rows) {
    if (keys === null) continue
    const image = (side: string) =>
      `mettle.journal j, jsonb_populate_record(NULL::mettle.base_${number}, j.${side}) i WHERE j.seq = ${seq}`
    if (op !== 'D') await admin.query(`DELETE FROM ONLY ${name} t USING ${image('after')} AND ${keys}`)
    if (op !== 'I')
      await admin.query(
        `INSERT INTO ${name} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns.replace(/(^|, )/g, '$1i.')} FROM ${image('before')}`,
      )
  }
  await admin.query(
    `SELECT setval(oid::regclass, last, called) FROM mettle.sequences; COMMIT; RESET session_replication_role`,
  )
}
