import { FORGET } from '../lanes/forget.ts'
import { storedColumns } from './journal-table.ts'
import { body, quote } from './quote.ts'
import type { TableShape } from './table-shape.ts'

/** More rows than this are put back faster by cloning the template. */
const MOST_ROWS = 20_000

/** A journal larger than this is truncated, bytes: dead rows slow its reading down. */
const LARGEST_JOURNAL = 500_000

/** The variables of the function, named so that no column of a user can be meant. */
const [KEYS, TOUCHED_TABLE] = ['inside.keys', 'inside.touched_table']

/**
 * Puts back what the journal names, table by table: the touched keys are deleted and inserted again from the pristine copy. Its
 * statements are static, so that their plans are kept. It tells which tables it touched, and whether a whole one was loaded again.
 */
export function putBackFunction(tables: readonly TableShape[], sequences: readonly string[]): string {
  return `CREATE FUNCTION mettle.put_back(OUT touched int[], OUT reloaded boolean) LANGUAGE plpgsql AS ${body(`
#variable_conflict use_column
<<inside>>
DECLARE
  touched_table record;
  keys text[];
BEGIN
  touched := '{}';
  reloaded := false;
  FOR touched_table IN ${TOUCHED} LOOP
    touched := touched || ${TOUCHED_TABLE}.rel;
    keys := ${TOUCHED_TABLE}.keys;
    reloaded := reloaded OR ${TOUCHED_TABLE}.reload;
    CASE ${TOUCHED_TABLE}.rel
${tables.map((table) => `WHEN ${table.number} THEN ${putBack(table)}`).join('\n')}
    END CASE;
  END LOOP;
  ${setSequences(sequences)}
  IF touched <> '{}' THEN
    DELETE FROM mettle.flags;
    IF pg_table_size('mettle.journal') > ${LARGEST_JOURNAL} THEN TRUNCATE mettle.journal; ELSE DELETE FROM mettle.journal; END IF;
  END IF;
  PERFORM setval('mettle.journal_seq', 1, false);
  IF pg_sequence_last_value('mettle.closed_seq') IS NOT NULL THEN
    DELETE FROM mettle.closed;
    PERFORM setval('mettle.closed_seq', 1, false);
  END IF;
END`)};`
}

/**
 * What follows a trial once its password is worth nothing: the end of sessions, the reset, a new secret. The answer is 'busy' (sessions are being ended: ask again), 'unreported' (there are not as many changes as expected, nothing is reset), 'clone' (it must be
 * cloned, nothing is reset), 'journal' or 'reload'.
 */
export const RELEASE = `
CREATE FUNCTION mettle.release(role oid, kept boolean, expected bigint, untold text, new_secret text,
  OUT status text, OUT changes bigint, OUT why text, OUT touched int[]) LANGUAGE plpgsql AS $$
DECLARE
  reloaded boolean;
BEGIN
  IF mettle.end_sessions(role, kept) > 0 THEN status := 'busy'; RETURN; END IF;
  SELECT count(*) + coalesce(sum((j.before #>> '{}')::bigint - 1) FILTER (WHERE j.op = 'R'), 0) INTO changes FROM mettle.journal j;
  IF changes <> expected THEN status := 'unreported'; RETURN; END IF;
  why := mettle.why_clone(role, untold);
  IF why IS NOT NULL THEN status := 'clone'; RETURN; END IF;
  SELECT p.touched, p.reloaded INTO touched, reloaded FROM mettle.put_back() p;
  status := CASE WHEN reloaded THEN 'reload' ELSE 'journal' END;
  UPDATE mettle.secret SET value = new_secret;
END $$;
`

const TOUCHED = `SELECT j.rel, array_agg(DISTINCT j.key) FILTER (WHERE j.key IS NOT NULL) AS keys,
        EXISTS (SELECT FROM mettle.flags f WHERE f.kind = 'reload' AND f.rel = j.rel) AS reload
      FROM (SELECT rel, key FROM mettle.journal WHERE rel > 0 AND op <> 'R'
        UNION ALL SELECT rel, NULL FROM mettle.flags WHERE kind = 'reload') j GROUP BY j.rel`

function setSequences(names: readonly string[]): string {
  if (names.length === 0) return ''
  const now = names.map((name) => `SELECT tableoid AS oid, last_value, is_called FROM ${name}`).join(' UNION ALL ')
  return `PERFORM setval(s.oid, s.last, s.called) FROM mettle.sequences s JOIN (${now}) now
    ON now.oid = s.oid AND (now.last_value <> s.last OR now.is_called <> s.called);`
}

function putBack(table: TableShape): string {
  const { number, sql, keys } = table
  const columns = storedColumns(table)
  const insert = `INSERT INTO ${sql} ${columns && `(${columns})`} OVERRIDING SYSTEM VALUE SELECT ${columns} FROM mettle.base_${number}`
  const reload = `DELETE FROM ONLY ${sql}; ${insert};`
  if (keys.length === 0) return `reloaded := true; ${reload}`
  const touched = touchedRows(table)
  return `IF ${TOUCHED_TABLE}.reload THEN ${reload} ELSE
  DELETE FROM ONLY ${sql} AS t WHERE ${touched}; ${insert} AS t WHERE ${touched}; END IF;`
}

/** The rows `t` with a touched key, in a form that reads one index. */
function touchedRows({ keys }: TableShape): string {
  const [only] = keys
  if (keys.length === 1 && only && !only.array)
    return `t.${quote(only.name)} ${only.equals} ANY (${KEYS}::${only.type}[])`
  const parts = keys.map((_, at) => `unnest(${KEYS}[:][${at + 1}:${at + 1}])`)
  const typed = keys.map(({ type }, at) => `u.k${at}::${type} AS k${at}`)
  const names = keys.map((_, at) => `k${at}`)
  const equal = keys.map(({ name, equals }, at) => `t.${quote(name)} ${equals} k.k${at}`).join(' AND ')
  return `EXISTS (SELECT FROM (SELECT DISTINCT ${typed} FROM ROWS FROM (${parts}) AS u(${names})) k WHERE ${equal})`
}

/** Read by `release`: what cannot be put back row by row. */
export const WHY_CLONE = `
CREATE FUNCTION mettle.why_clone(role oid, untold text) RETURNS text LANGUAGE plpgsql STABLE AS $$
DECLARE
  why text;
BEGIN
  SELECT a.why INTO why FROM mettle.always_clone a LIMIT 1;
  IF why IS NOT NULL THEN RETURN why; END IF;
  SELECT concat('the schema was changed: ', string_agg(f.what, '; ')) INTO why FROM (SELECT what FROM mettle.flags WHERE kind = 'schema' LIMIT 5) f HAVING count(*) > 0;
  IF why IS NOT NULL THEN RETURN why; END IF;
  IF mettle.untold(why_clone.role) IS DISTINCT FROM why_clone.untold THEN RETURN 'the catalogue was changed'; END IF;
  IF (SELECT count(*) FROM mettle.journal) > ${MOST_ROWS} OR EXISTS (SELECT FROM mettle.flags f JOIN mettle.tables t ON t.rel = f.rel WHERE t.rows > ${MOST_ROWS})
  THEN RETURN 'more than ${MOST_ROWS} rows were changed'; END IF;
  RETURN NULL;
END $$;

-- Ends the role's sessions; of those that are kept, only those that have not just forgotten all. How many are left.
CREATE FUNCTION mettle.end_sessions(role oid, kept boolean) RETURNS int LANGUAGE sql VOLATILE AS $$
  SELECT count(pg_terminate_backend(s.pid))::int FROM pg_stat_get_activity(NULL) s
  WHERE s.usesysid = role AND NOT (kept AND s.state = 'idle' AND s.query = '${FORGET}')
$$;
`
