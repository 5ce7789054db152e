import { type Client, escapeLiteral } from 'pg'

const RELATIONS = `
SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind AS kind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'm', 'S') AND c.relpersistence <> 't' AND n.nspname <> 'information_schema' AND n.nspname !~ '^(pg_|mettle)' ORDER BY 1`

const DEFINITIONS = `
SELECT concat_ws(' ', n.nspname, c.relname, c.relkind, c.relacl, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), pg_get_expr(d.adbin, d.adrelid)) AS line
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
WHERE c.relpersistence <> 't' AND n.nspname !~ '^pg_(toast|temp)' AND n.nspname NOT IN ('pg_catalog', 'information_schema')
UNION ALL SELECT concat_ws(' ', tgrelid::regclass, tgname, tgenabled) FROM pg_trigger WHERE tgrelid NOT IN (SELECT oid FROM pg_class WHERE relpersistence = 't')
UNION ALL SELECT concat_ws(' ', evtname, evtenabled) FROM pg_event_trigger
UNION ALL SELECT concat_ws(' ', oid::regprocedure, prosrc, proacl) FROM pg_proc WHERE oid >= 16384
UNION ALL SELECT defaclacl::text FROM pg_default_acl`

/** All that is in a database, line by line, by the server's own text of each row: independent of the journal. */
export async function dump(client: Client): Promise<string[]> {
  await client.query(
    `SET search_path = pg_catalog; SET extra_float_digits = 1; SET timezone = 'UTC'; SET bytea_output = 'hex'`,
  )
  const relations = (await client.query<{ name: string; kind: string }>(RELATIONS)).rows
  const parts = relations.map(({ name, kind }) => {
    const from =
      kind === 'S' ? `(SELECT last_value, is_called FROM ${name}) x` : `${kind === 'm' ? '' : 'ONLY '}${name} x`
    return `SELECT concat(${escapeLiteral(name)}, ' ', (x.*)::text) AS line FROM ${from}`
  })
  const { rows } = await client.query<{ line: string }>([DEFINITIONS, ...parts].join(' UNION ALL '))
  return rows.map(({ line }) => line)
}

/** Lines that only one of two dumps has. */
export function differing(a: readonly string[], b: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1)
  for (const line of b) counts.set(line, (counts.get(line) ?? 0) - 1)
  return [...counts].filter(([, count]) => count !== 0).map(([line, count]) => `${count > 0 ? '+' : '-'} ${line}`)
}
