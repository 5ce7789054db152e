import { escapeLiteral } from 'pg'
import { RESTORING } from '../lanes/connect.ts'
import { imageOf, settingsOf } from './image.ts'
import { MOST_CHANGES } from './journal-ground.ts'
import { ROW_TRIGGER, TRUNCATE_TRIGGER } from './journal-table.ts'

const ANY = { number: 0, sql: '', label: '', columns: [], keys: [] }
const UNKNOWN_TYPE = { name: '', type: '', base: '', generated: '' }
const PINNED = settingsOf([UNKNOWN_TYPE]).map((name) => `SET ${name} = ${escapeLiteral(RESTORING[name] ?? '')}`)
const DEFINER = `LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp ${PINNED.join(' ')}`

/** What the role that writes the journal owns of this: it runs with no more rights than that has. */
const OF_THE_WRITER = ['log_made()', 'log_made_truncate()', 'began(oid, int)', 'gone_made(int)']

/**
 * A table that an agent makes is journaled as those are that were there, by functions that fit any table; and the triggers of a table
 * that an agent owns are there, and on, whatever it does to them. @param writer Whose rights the journal has.
 */
export function journalOfMade(writer: string): string {
  return `${FUNCTIONS}${OF_THE_WRITER.map((name) => `ALTER FUNCTION mettle.${name} OWNER TO ${writer};`).join('\n')}`
}

const FUNCTIONS = `
CREATE FUNCTION mettle.key_of(of_oid oid, image jsonb) RETURNS text[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT array_agg(image ->> a.attname ORDER BY k.place) FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY k(attnum, place)
  JOIN pg_attribute a ON a.attrelid = of_oid AND a.attnum = k.attnum WHERE i.indrelid = of_oid AND i.indisprimary
$$;

CREATE FUNCTION mettle.log_made() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made int;
  old_image jsonb;
  new_image jsonb;
  old_key text[];
  new_key text[];
BEGIN
  SELECT t.rel INTO made FROM mettle.tables t WHERE t.oid = TG_RELID;
  IF TG_OP <> 'INSERT' THEN
    old_image := ${imageOf('OLD', ANY)};
    old_key := mettle.key_of(TG_RELID, old_image);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    new_image := ${imageOf('NEW', ANY)};
    new_key := mettle.key_of(TG_RELID, new_image);
  END IF;
  IF TG_OP = 'UPDATE' AND old_key = new_key THEN
    INSERT INTO mettle.journal (rel, op, key, before, after) VALUES (made, 'U', old_key, old_image, new_image);
    RETURN NULL;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    INSERT INTO mettle.journal (rel, op, key, before) VALUES (made, 'D', old_key, old_image);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    INSERT INTO mettle.journal (rel, op, key, after) VALUES (made, 'I', new_key, new_image);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION mettle.log_made_truncate() RETURNS trigger ${DEFINER} AS $$
DECLARE
  made int;
BEGIN
  SELECT t.rel INTO made FROM mettle.tables t WHERE t.oid = TG_RELID;
  EXECUTE format('INSERT INTO mettle.journal (rel, op, key, before)
    SELECT %s, ''D'', mettle.key_of(%s, image), image FROM (SELECT ${quoted(imageOf('t.*', ANY))} AS image FROM ONLY %s t LIMIT ${MOST_CHANGES}) rows', made, TG_RELID, TG_RELID::regclass);
  EXECUTE format('INSERT INTO mettle.journal (rel, op, before)
    SELECT %s, ''R'', to_jsonb(count(*) - ${MOST_CHANGES}) FROM ONLY %s HAVING count(*) > ${MOST_CHANGES}', made, TG_RELID::regclass);
  RETURN NULL;
END $$;

-- What a table begins with: CREATE TABLE ... AS fires no trigger.
CREATE FUNCTION mettle.began(of_oid oid, made int) RETURNS void ${DEFINER} AS $$
BEGIN
  EXECUTE format('INSERT INTO mettle.journal (rel, op, key, after)
    SELECT %s, ''I'', mettle.key_of(%s, image), image FROM (SELECT ${quoted(imageOf('t.*', ANY))} AS image FROM ONLY %s t) rows', made, of_oid, of_oid::regclass);
END $$;

-- What is left of it by the journal, when it goes.
CREATE FUNCTION mettle.gone_made(made int) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  INSERT INTO mettle.journal (rel, op, key, before)
  SELECT made, 'D', last.key, last.after FROM (SELECT DISTINCT ON (j.key) j.key, j.op, j.after FROM mettle.journal j
    WHERE j.rel = made AND j.key <> ARRAY['(schema)'] ORDER BY j.key, j.seq DESC) last WHERE last.op <> 'D'
  UNION ALL SELECT made, 'D', NULL, left_over.image FROM (SELECT j.after AS image FROM mettle.journal j WHERE j.rel = made AND j.key IS NULL AND j.op = 'I'
    EXCEPT ALL SELECT j.before FROM mettle.journal j WHERE j.rel = made AND j.key IS NULL AND j.op = 'D') left_over
$$;

-- Takes up a table that was made.
CREATE FUNCTION mettle.take_up(made_oid oid) RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  made int;
BEGIN
  INSERT INTO mettle.tables (rel, name, label, oid, root, rows, checksum, made)
  SELECT (SELECT max(t.rel) + 1 FROM mettle.tables t), format('%I.%I', n.nspname, c.relname),
    CASE WHEN rn.nspname = 'public' THEN rc.relname ELSE concat(rn.nspname, '.', rc.relname) END, c.oid, rc.oid, 0, 0, true
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class rc ON rc.oid = coalesce(pg_partition_root(c.oid), c.oid) JOIN pg_namespace rn ON rn.oid = rc.relnamespace
  WHERE c.oid = made_oid AND c.relkind = 'r' AND c.relpersistence <> 't' AND n.nspname !~ '^(pg_|mettle)'
    AND NOT EXISTS (SELECT FROM mettle.tables t WHERE t.oid = made_oid)
  RETURNING rel INTO made;
  IF made IS NOT NULL THEN
    PERFORM mettle.began(made_oid, made);
  END IF;
END $$;

-- Every table has its triggers, and they are on: whoever owns it may take them away. A table whose key is called otherwise, or gone,
-- is journaled as one that was made: the functions of its own go by the names that its key had.
CREATE FUNCTION mettle.attend() RETURNS void LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  lacks record;
BEGIN
  FOR lacks IN SELECT c.oid, c.oid::regclass AS name, wanted.trigger, wanted.fires, found.tgenabled, runs.proname AS runs,
      wanted.function
    FROM mettle.tables t JOIN pg_class c ON c.oid = t.oid
      CROSS JOIN (VALUES (${escapeLiteral(ROW_TRIGGER)}, 'log', 'AFTER INSERT OR UPDATE OR DELETE', 'ROW'),
        (${escapeLiteral(TRUNCATE_TRIGGER)}, 'log_truncate', 'BEFORE TRUNCATE', 'STATEMENT')) AS raw(trigger, name, moment, level)
      CROSS JOIN LATERAL (SELECT raw.trigger, concat(raw.moment, ' ON %s FOR EACH ', raw.level) AS fires,
        CASE WHEN NOT t.made AND (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = t.oid AND NOT a.attisdropped AND a.attname = ANY (t.keys)) = cardinality(t.keys)
          THEN concat(raw.name, '_', t.rel) WHEN raw.name = 'log_truncate' THEN 'log_made_truncate' ELSE 'log_made' END AS function) wanted
      LEFT JOIN pg_trigger found ON found.tgrelid = t.oid AND found.tgname = wanted.trigger
      LEFT JOIN pg_proc runs ON runs.oid = found.tgfoid
    WHERE t.rel > 0 AND (found.tgenabled IS DISTINCT FROM 'O' OR runs.proname <> wanted.function) LOOP
    IF lacks.runs <> lacks.function THEN
      EXECUTE format('CREATE OR REPLACE TRIGGER %I ' || lacks.fires || ' EXECUTE FUNCTION mettle.%I()', lacks.trigger, lacks.name, lacks.function);
    ELSIF lacks.tgenabled IS NOT NULL AND lacks.tgenabled <> 'O' THEN
      EXECUTE format('ALTER TABLE %s ENABLE TRIGGER %I', lacks.name, lacks.trigger);
    -- To make one is a command as well, behind which this is asked again.
    ELSIF NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = lacks.oid AND t.tgname = lacks.trigger) THEN
      EXECUTE format('CREATE TRIGGER %I ' || lacks.fires || ' EXECUTE FUNCTION mettle.%I()', lacks.trigger, lacks.name, lacks.function);
    END IF;
  END LOOP;
END $$;
`

/** Within a text in single quotes, as a part of a format. */
function quoted(sql: string): string {
  return sql.replaceAll("'", "''").replaceAll('%', '%%')
}
