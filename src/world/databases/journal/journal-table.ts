import { escapeLiteral } from 'pg'
import { RESTORING } from '../lanes/connect.ts'
import { imageOf, keyOf, settingsOf } from './image.ts'
import { MOST_CHANGES } from './journal-ground.ts'
import { body, quote } from './quote.ts'
import type { TableShape } from './table-shape.ts'

/** Sorts before what people call their triggers: the journal sees each change before they react to it. */
export const ROW_TRIGGER = '!mettle'
export const TRUNCATE_TRIGGER = '!mettle_truncate'

/** What a table gets: its pristine copy with a checksum, a trigger that journals its rows, and one for TRUNCATE. @param writer Whose rights they have. */
export function journalTable(table: TableShape, writer: string): string {
  const functions = ['log', 'log_truncate', 'gone'].map(
    (name) => `ALTER FUNCTION mettle.${name}_${table.number}() OWNER TO ${writer};`,
  )
  return [copyOf(table), rowTrigger(table), truncateTrigger(table), goneFunction(table), ...functions].join('\n')
}

/** The columns that can be written, as a list in SQL. */
export function storedColumns({ columns }: TableShape): string {
  return columns
    .filter(({ generated }) => generated === '')
    .map(({ name }) => quote(name))
    .join(', ')
}

/** How many rows, and a sum over them that no order changes. */
export function checksumOf(from: string, table: TableShape): string {
  const row = `ROW(${storedColumns(table)})::text`
  return `SELECT count(*) AS rows, coalesce(sum(hashtextextended(${row}, 0)::numeric), 0) AS checksum FROM ONLY ${from}`
}

function copyOf(table: TableShape): string {
  const { number, sql, label, keys } = table
  const copy = `mettle.base_${number}`
  const oid = `${escapeLiteral(sql)}::regclass`
  const columns = keys.map(({ name }) => quote(name)).join(', ')
  return `CREATE TABLE ${copy} AS SELECT ${storedColumns(table)} FROM ONLY ${sql};
${keys.length > 0 ? `CREATE UNIQUE INDEX ON ${copy} (${columns});` : ''}
INSERT INTO mettle.tables (rel, name, label, oid, root, keys, rows, checksum)
SELECT ${number}, ${escapeLiteral(sql)}, ${escapeLiteral(label)}, ${oid}, coalesce(pg_partition_root(${oid}), ${oid}), ARRAY[${keys.map(({ name }) => escapeLiteral(name))}]::text[], * FROM (${checksumOf(copy, table)}) sums;`
}

function rowTrigger(table: TableShape): string {
  const { number, sql } = table
  const is = (op: string) => `TG_OP OPERATOR(pg_catalog.=) '${op}'`
  const write = (op: string, key: string, images: Record<string, string>) =>
    `INSERT INTO mettle.journal (rel, op, key, ${Object.keys(images)}) VALUES (${number}, '${op}', ${key}, ${Object.values(images)});`
  const [oldKey, newKey] = [keyOf('OLD', table), keyOf('NEW', table)]
  const [before, after] = [imageOf('OLD', table), imageOf('NEW', table)]
  const [gone, come] = [write('D', oldKey, { before }), write('I', newKey, { after })]
  // A row under another key is another row; a row without a key is another one whenever it changes.
  const changed =
    table.keys.length === 0
      ? `${gone} ${come}`
      : `IF ${oldKey} OPERATOR(pg_catalog.=) ${newKey} THEN ${write('U', newKey, { before, after })} ELSE ${gone} ${come} END IF;`
  return `CREATE FUNCTION mettle.log_${number}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER${pinned(table)} AS ${body(
    `BEGIN
  IF ${is('INSERT')} THEN ${come}
  ELSIF ${is('UPDATE')} THEN ${changed}
  ELSE ${gone} END IF;
  RETURN NULL;
END`,
  )};
CREATE TRIGGER ${quote(ROW_TRIGGER)} AFTER INSERT OR UPDATE OR DELETE ON ${sql} FOR EACH ROW EXECUTE FUNCTION mettle.log_${number}();`
}

/** The rows that TRUNCATE takes away are journaled as deleted, the first with images, the rest as a count. */
function truncateTrigger(table: TableShape): string {
  const { number, sql } = table
  const settings = pinned(table, 'SET search_path = pg_catalog, pg_temp')
  return `CREATE FUNCTION mettle.log_truncate_${number}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER${settings} AS ${body(
    `BEGIN
  INSERT INTO mettle.journal (rel, op, key, before)
  SELECT ${number}, 'D', ${keyOf('gone', table)}, ${imageOf('gone.*', table)} FROM ONLY ${sql} AS gone LIMIT ${MOST_CHANGES};
  INSERT INTO mettle.journal (rel, op, before)
  SELECT ${number}, 'R', to_jsonb(count(*) - ${MOST_CHANGES}) FROM ONLY ${sql} HAVING count(*) > ${MOST_CHANGES};
  INSERT INTO mettle.flags (kind, rel) VALUES ('reload', ${number});
  RETURN NULL;
END`,
  )};
CREATE TRIGGER ${quote(TRUNCATE_TRIGGER)} BEFORE TRUNCATE ON ${sql} FOR EACH STATEMENT EXECUTE FUNCTION mettle.log_truncate_${number}();`
}

/**
 * Journals the rows of a table that is no longer there as deleted: those of its pristine copy, and what the journal says became
 * of them, the first with images, the rest as a count.
 */
function goneFunction(table: TableShape): string {
  const { number, keys } = table
  const key = keyOf('copy', table)
  const own = `mettle.journal j WHERE j.rel = ${number}`
  const [whole, image] = [`mettle.base_${number} AS copy`, imageOf('copy.*', table)]
  const rows =
    keys.length > 0
      ? `SELECT ${key} AS key, ${image} AS image FROM ${whole}
    WHERE NOT emptied AND NOT EXISTS (SELECT FROM ${own} AND j.key = ${key})
  UNION ALL SELECT last.key, last.after FROM (SELECT DISTINCT ON (j.key) j.key, j.op, j.after FROM ${own} AND j.op <> 'R' AND j.key <> ARRAY['(schema)'] ORDER BY j.key, j.seq DESC) last
    WHERE last.op <> 'D'`
      : `SELECT NULL::text[] AS key, left_over.image FROM (
    (SELECT ${image} AS image FROM ${whole} WHERE NOT emptied UNION ALL SELECT j.after FROM ${own} AND j.op = 'I')
    EXCEPT ALL SELECT j.before FROM ${own} AND j.op = 'D') left_over`
  return `CREATE FUNCTION mettle.gone_${number}() RETURNS void LANGUAGE plpgsql SECURITY DEFINER${pinned(table, 'SET search_path = pg_catalog, pg_temp')} AS ${body(
    `DECLARE
  emptied boolean := EXISTS (SELECT FROM ${own} AND j.op = 'R');
BEGIN
  WITH rows AS MATERIALIZED (SELECT r.key, r.image, row_number() OVER () AS place FROM (${rows}) r)
  INSERT INTO mettle.journal (rel, op, key, before)
  SELECT ${number}, 'D', key, image FROM rows WHERE place <= ${MOST_CHANGES}
  UNION ALL SELECT ${number}, 'R', NULL, to_jsonb(count(*) - ${MOST_CHANGES}) FROM rows HAVING count(*) > ${MOST_CHANGES};
END`,
  )};`
}

function pinned({ columns }: TableShape, ...more: string[]): string {
  const settings = settingsOf(columns).map((name) => `SET ${name} = ${escapeLiteral(RESTORING[name] ?? '')}`)
  return ['', ...settings, ...more].join(' ')
}
