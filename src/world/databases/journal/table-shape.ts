import type { Client } from 'pg'

/** A column, with its type written so that a cast can name it. */
export interface Column {
  name: string
  type: string
  /** The name of the type below a domain or an array: 'int4'; 'enum' for all of those. */
  base: string
  /** '' or 's' (stored) or 'v' (virtual). */
  generated: string
}

/** A column of a key, with the equality that its index knows. */
export interface KeyColumn {
  name: string
  type: string
  array: boolean
  /** 'OPERATOR(pg_catalog.=)' */
  equals: string
}

/** A table that holds rows: an ordinary one, or a leaf of a partitioned one. */
export interface TableShape {
  /** Its number in the journal, from 1. */
  number: number
  /** Quoted, with its schema. */
  sql: string
  /** What effects call it: 'orders' in `public`, else 'audit.log'; a partition goes by the name of its root. */
  label: string
  columns: Column[]
  /** Empty where no unique index over columns that are never null exists. */
  keys: KeyColumn[]
}

const OWN = `n.nspname NOT IN ('pg_catalog', 'information_schema', 'mettle', 'mettle_seam', 'mettle_clock')
  AND n.nspname !~ '^pg_(toast|temp)' AND c.relpersistence <> 't'`

const TABLES = `
SELECT row_number() OVER (ORDER BY n.nspname, c.relname)::int AS number,
  format('%I.%I', n.nspname, c.relname) AS sql,
  (SELECT CASE WHEN rn.nspname = 'public' THEN rc.relname ELSE concat(rn.nspname, '.', rc.relname) END
    FROM pg_class rc JOIN pg_namespace rn ON rn.oid = rc.relnamespace
    WHERE rc.oid = coalesce(pg_partition_root(c.oid), c.oid)) AS label,
  (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'generated', a.attgenerated,
      'base', CASE WHEN t.typtype = 'e' OR e.typtype = 'e' THEN 'enum' WHEN t.typtype IN ('b', 'd') THEN coalesce(e.typname, t.typname) ELSE t.typname END)
      ORDER BY a.attnum), '[]')
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type e ON e.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype WHEN t.typcategory = 'A' THEN t.typelem END
    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns,
  (SELECT coalesce(json_agg(json_build_object('name', a.attname, 'type', format_type(b.oid, NULL), 'array', b.typcategory = 'A',
      'equals', (SELECT format('OPERATOR(%I.%s)', opn.nspname, op.oprname)
        FROM pg_opclass oc JOIN pg_amop am ON am.amopfamily = oc.opcfamily AND am.amopstrategy = 3
          AND am.amoplefttype = oc.opcintype AND am.amoprighttype = oc.opcintype
        JOIN pg_operator op ON op.oid = am.amopopr JOIN pg_namespace opn ON opn.oid = op.oprnamespace
        WHERE oc.oid = i.indclass[k.place - 1])) ORDER BY k.place), '[]')
    FROM (SELECT x.* FROM pg_index x WHERE x.indrelid = c.oid AND x.indisunique AND x.indisvalid AND NOT x.indisexclusion
        AND x.indpred IS NULL AND x.indexprs IS NULL
        AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum = ANY (x.indkey) AND (NOT a.attnotnull OR a.attgenerated <> ''))
        ORDER BY x.indisprimary DESC, x.indnkeyatts, x.indexrelid LIMIT 1) i,
      LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, place)
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum
      JOIN pg_type t ON t.oid = a.atttypid
      JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    WHERE k.place <= i.indnkeyatts) AS keys
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND ${OWN} ORDER BY 1`

const SEQUENCES = `
SELECT format('%I.%I', n.nspname, c.relname) AS sql
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = 'S' AND ${OWN} ORDER BY 1`

/** Every table of the connected database that holds rows of the user. */
export async function readTables(client: Client): Promise<TableShape[]> {
  return (await client.query<TableShape>(TABLES)).rows
}

/** Every sequence of the user, quoted, with its schema. */
export async function readSequences(client: Client): Promise<string[]> {
  return (await client.query<{ sql: string }>(SEQUENCES)).rows.map(({ sql }) => sql)
}
