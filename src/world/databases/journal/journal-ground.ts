/** More changes than this are only counted when they are read. */
export const MOST_CHANGES = 10_000

/** So many need no bound: they fit whatever they are, and a table that is truncated beyond the bound has more. */
const FEW_CHANGES = 100

/** More bytes of images than this are only counted. */
const MOST_BYTES = 16_000_000

/**
 * What the journal stands on, out of the agent's reach: its tables, how changes are written as JSON, and the one door that
 * the agent's role may use, behind a secret.
 */
export const JOURNAL_GROUND = `
CREATE SCHEMA mettle;
CREATE SCHEMA mettle_seam;
REVOKE ALL ON SCHEMA mettle, mettle_seam FROM PUBLIC;

-- Transactions that were looked at for the last time, where something of theirs may run behind that. No setting would do: RESET ALL
-- takes back also those that only a superuser may change. The sequence has a value once there was one, and is cheap to ask for each row.
CREATE SEQUENCE mettle.closed_seq;
CREATE UNLOGGED TABLE mettle.closed (tx xid8 PRIMARY KEY);
CREATE FUNCTION mettle.still_open() RETURNS int LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$ BEGIN
  IF EXISTS (SELECT FROM mettle.closed c WHERE c.tx = pg_current_xact_id()) THEN
    RAISE insufficient_privilege USING MESSAGE = 'permission denied: what a cursor WITH HOLD changes when its transaction ends cannot be looked at before it stays';
  END IF;
  RETURN pg_backend_pid();
END $$;

CREATE UNLOGGED TABLE mettle.journal (
  seq bigint GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME mettle.journal_seq) PRIMARY KEY,
  rel int NOT NULL, op "char" NOT NULL, key text[], before jsonb, after jsonb,
  tx xid8 NOT NULL DEFAULT pg_current_xact_id(),
  -- Every change comes by here, of rows and of the schema. A check of the table would be compiled for each row.
  pid int NOT NULL DEFAULT CASE WHEN pg_sequence_last_value('mettle.closed_seq') IS NULL THEN pg_backend_pid() ELSE mettle.still_open() END);
-- kind 'reload': the table's rows are gone; 'schema': the schema itself changed.
CREATE UNLOGGED TABLE mettle.flags (kind text NOT NULL, rel int, what text);
CREATE TABLE mettle.tables (rel int PRIMARY KEY, name text NOT NULL, label text NOT NULL, oid oid NOT NULL, root oid NOT NULL, rows bigint NOT NULL, checksum numeric NOT NULL,
  -- By the agent: it has no pristine copy.
  made boolean NOT NULL DEFAULT false, keys text[] NOT NULL DEFAULT '{}');
CREATE TABLE mettle.sequences (oid oid PRIMARY KEY, name text NOT NULL, last bigint NOT NULL, called boolean NOT NULL);
CREATE TABLE mettle.secret (value text NOT NULL);
INSERT INTO mettle.secret VALUES (gen_random_uuid()::text);
-- Why each reset must be a clone, for a schema of which that is so.
CREATE TABLE mettle.always_clone (why text NOT NULL);
INSERT INTO mettle.tables VALUES (0, '(schema)', '(schema)', 0, 0, 0, 0);

CREATE FUNCTION mettle.cut(image jsonb) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT CASE WHEN octet_length(image::text) > 65536
  THEN concat('{"mettle":"too large","bytes":', octet_length(image::text), '}') ELSE image::text END $$;

-- One change as JSON.
CREATE FUNCTION mettle.told(j mettle.journal, label text, with_pid boolean) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT concat(
    '{"seq":', j.seq, CASE WHEN with_pid THEN concat(',"pid":', j.pid) END, ',"table":', to_json(label), ',"op":"',
    CASE j.op WHEN 'I' THEN 'create' WHEN 'U' THEN 'update' ELSE 'delete' END, '","id":',
    to_json(CASE WHEN j.key IS NULL THEN concat('~', md5(coalesce(j.after, j.before)::text)) ELSE array_to_string(j.key, ',') END),
    ',"before":' || mettle.cut(j.before), ',"after":' || mettle.cut(j.after), '}') $$;

-- What a reader is told.
CREATE FUNCTION mettle.answer(given bigint, listed text, rest text) RETURNS text LANGUAGE sql STABLE AS
$$ SELECT concat('{"seq":', given, ',"now":', coalesce(to_json(nullif(current_setting('mettle.now', true), ''))::text, 'null'),
    ',"changes":[', listed, ']', ',"more":' || rest, '}') $$;

-- As much as can be listed, and what cannot as counts.
CREATE FUNCTION mettle.bounded(after_seq bigint, of_pid int, OUT listed text, OUT rest text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  found int;
BEGIN
  SELECT string_agg(line, ',' ORDER BY seq) FILTER (WHERE NOT beyond), count(*) FILTER (WHERE beyond) INTO listed, found
  FROM (SELECT seq, line, n > ${MOST_CHANGES} OR sum(octet_length(line)) OVER (ORDER BY seq) > ${MOST_BYTES} AS beyond
    FROM (SELECT j.seq, row_number() OVER (ORDER BY j.seq) AS n, mettle.told(j, t.label, of_pid IS NULL) AS line
      FROM mettle.journal j JOIN mettle.tables t ON t.rel = j.rel
      WHERE j.seq > after_seq AND (of_pid IS NULL OR j.pid = of_pid) AND j.op <> 'R'
      ORDER BY j.seq) lines) bounded;
  IF found > 0 OR EXISTS (SELECT FROM mettle.journal j WHERE j.seq > after_seq AND j.op = 'R') THEN
    rest := mettle.counted(after_seq, of_pid, (length(listed) > 0)::int * (SELECT count(*) FROM json_array_elements(concat('[', listed, ']')::json)));
  END IF;
END $$;

-- What is not listed, by table: {"orders":{"create":0,"update":2,"delete":40}}
CREATE FUNCTION mettle.counted(after_seq bigint, of_pid int, listed bigint) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT json_object_agg(label, json_build_object('create', creates, 'update', updates, 'delete', deletes))::text
  FROM (SELECT t.label, count(*) FILTER (WHERE op = 'I') AS creates, count(*) FILTER (WHERE op = 'U') AS updates,
      count(*) FILTER (WHERE op = 'D') + coalesce(sum((before #>> '{}')::bigint) FILTER (WHERE op = 'R'), 0) AS deletes
    FROM (SELECT j.rel, j.op, CASE WHEN j.op = 'R' THEN j.before END AS before,
        count(*) FILTER (WHERE j.op <> 'R') OVER (ORDER BY j.seq) AS place
      FROM mettle.journal j WHERE j.seq > after_seq AND (of_pid IS NULL OR j.pid = of_pid)) j JOIN mettle.tables t ON t.rel = j.rel
    WHERE op = 'R' OR place > listed GROUP BY t.label) counts
$$;

-- The rows of one backend, or of all with their pid, after a place in the journal.
CREATE FUNCTION mettle.written(after_seq bigint, of_pid int) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off AS $$
  SELECT mettle.answer(CASE WHEN is_called THEN last_value ELSE 0 END, b.listed, b.rest)
  FROM mettle.journal_seq, mettle.bounded(after_seq, of_pid) b
$$;

-- The worker's harness reads here what the statements of its own session changed. Others learn nothing. It is asked behind
-- every statement: one query tells what is usual, by one plan that is kept.
-- Without jit: scans that are switched off look dear, and a server of somebody's own would compile each question.
CREATE FUNCTION mettle_seam.changes(secret text, after_seq bigint) RETURNS text
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off SET jit = off SET plan_cache_mode = force_generic_plan AS $$
DECLARE
  known boolean;
  given bigint;
  listed text;
BEGIN
  SELECT s.value = changes.secret, CASE WHEN q.is_called THEN q.last_value ELSE 0 END, few.listed INTO known, given, listed
  FROM mettle.secret s, mettle.journal_seq q, LATERAL (
    SELECT string_agg(mettle.told(j, t.label, false), ',' ORDER BY j.seq) AS listed
    FROM mettle.journal j JOIN mettle.tables t ON t.rel = j.rel
    WHERE j.seq > after_seq AND j.pid = pg_backend_pid()
      -- Known before the journal is looked at: a serializable transaction that reads it depends on all that write to it.
      AND q.last_value - after_seq BETWEEN 1 AND ${FEW_CHANGES}) few;
  IF known IS NOT TRUE THEN
    RAISE insufficient_privilege USING MESSAGE = 'permission denied for function changes';
  END IF;
  IF given - after_seq <= ${FEW_CHANGES} THEN
    RETURN mettle.answer(given, listed, NULL);
  END IF;
  RETURN mettle.written(after_seq, pg_backend_pid());
END $$;

-- How far along the journal this session itself has gone, whether that is behind a place, and the clock: '7 f 2026-01-05T09:00:00.000Z'.
-- Every change of its own takes a number, and the server remembers for each session which was its last, whatever is
-- rolled back: so this needs no look at the journal. Only what is discarded is forgotten (DISCARD SEQUENCES): that is looked up, and
-- a number is taken to be remembered from here on.
CREATE FUNCTION mettle_seam.reach(after_seq bigint) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  own bigint;
  wrote boolean;
BEGIN
  BEGIN
    own := currval('mettle.journal_seq');
    wrote := own > after_seq;
  EXCEPTION WHEN object_not_in_prerequisite_state THEN
    SELECT CASE WHEN q.is_called THEN q.last_value ELSE 0 END INTO own FROM mettle.journal_seq q;
    -- Known before the journal is looked at, as above.
    wrote := CASE WHEN own > after_seq THEN EXISTS (SELECT FROM mettle.journal j WHERE j.seq > after_seq AND j.pid = pg_backend_pid()) ELSE false END;
    IF current_setting('transaction_read_only') = 'off' THEN
      own := nextval('mettle.journal_seq');
    END IF;
  END;
  RETURN concat(own, ' ', wrote, ' ', current_setting('mettle.now', true));
END $$;

-- As 'changes', and from here on this transaction changes nothing any more: what is told is all that stays. Nothing is said where
-- something may be put off until the end: that is to be done first.
CREATE FUNCTION mettle_seam.last_changes(secret text, after_seq bigint, is_settled boolean) RETURNS text
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  told text;
BEGIN
  IF NOT is_settled AND EXISTS (SELECT FROM pg_trigger t WHERE t.tgdeferrable) THEN
    RETURN NULL;
  END IF;
  told := mettle_seam.changes(secret, after_seq);
  -- Nothing else runs behind the last look: what was put off is done by now.
  IF EXISTS (SELECT FROM pg_cursors c WHERE c.is_holdable) AND current_setting('transaction_read_only') = 'off' THEN
    PERFORM nextval('mettle.closed_seq');
    INSERT INTO mettle.closed VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;
  END IF;
  RETURN told;
END $$;
REVOKE ALL ON FUNCTION mettle_seam.changes, mettle_seam.reach, mettle_seam.last_changes FROM PUBLIC;
`

/** Last of all: what comes before would be noticed as a change of the schema. */
export const EVENT_TRIGGERS = `
CREATE EVENT TRIGGER mettle_ddl ON ddl_command_end EXECUTE FUNCTION mettle.on_ddl();
CREATE EVENT TRIGGER mettle_drop ON sql_drop EXECUTE FUNCTION mettle.on_drop();
ALTER EVENT TRIGGER mettle_ddl ENABLE ALWAYS;
ALTER EVENT TRIGGER mettle_drop ENABLE ALWAYS;
`
