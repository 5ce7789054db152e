import { type Database, defineDatabase } from '../../../src/world/databases/define.ts'

const TYPES = `
CREATE SCHEMA depot;
CREATE TYPE depot.grade AS ENUM ('raw', 'good', 'sold');
CREATE TYPE depot.spot AS (hall text, shelf int);
CREATE DOMAIN depot.code AS text CHECK (VALUE <> '');
CREATE DOMAIN depot.weight AS numeric CHECK (VALUE > 0);
CREATE EXTENSION citext SCHEMA depot;`

const TABLES = `
CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mail depot.citext UNIQUE, lives depot.spot,
  boss int REFERENCES people ON DELETE CASCADE, mentor int REFERENCES people ON UPDATE CASCADE ON DELETE SET NULL, bumped int DEFAULT 0);
CREATE TABLE goods (id bigserial PRIMARY KEY, owner int REFERENCES people ON DELETE CASCADE ON UPDATE CASCADE, grade depot.grade DEFAULT 'raw',
  price numeric(14,3), gauge float8, small real, note json, extra jsonb, blob bytea, tags text[], grid int[], span tstzrange, many int4multirange,
  held interval, born date, seen timestamptz DEFAULT now(), uid uuid DEFAULT gen_random_uuid(), twice numeric GENERATED ALWAYS AS (price * 2) STORED,
  next bigint GENERATED ALWAYS AS (id + 1) VIRTUAL, cash money, fixed char(6), bits varbit, touched int DEFAULT 0, code depot.code DEFAULT 'c');
CREATE TABLE parts (good bigint REFERENCES goods ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED, no int, name text COLLATE "C", n int CHECK (n >= 0), PRIMARY KEY (good, no));
CREATE TABLE totals (owner int PRIMARY KEY REFERENCES people ON DELETE CASCADE ON UPDATE CASCADE, n int NOT NULL);
CREATE TABLE trail (id bigserial PRIMARY KEY, what text);
CREATE TABLE places (id int PRIMARY KEY, rank int, CONSTRAINT ranked UNIQUE (rank) DEFERRABLE INITIALLY IMMEDIATE, "where" int4range, EXCLUDE USING gist ("where" WITH &&));
CREATE TABLE lines (what text, n int, x float8, gone int, t int, "new" int DEFAULT 1, "old" int);
CREATE TABLE days (id int, day date, what text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
CREATE TABLE days_1 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2026-02-01');
CREATE TABLE days_2 (what text, gone int, day date NOT NULL, id int NOT NULL, PRIMARY KEY (id, day));
ALTER TABLE days_2 DROP COLUMN gone;
ALTER TABLE days ATTACH PARTITION days_2 FOR VALUES FROM ('2026-02-01') TO ('2026-03-01');
CREATE TABLE days_rest PARTITION OF days DEFAULT;
CREATE TABLE hashed (k depot.citext, v int, PRIMARY KEY (k)) PARTITION BY HASH (k);
CREATE TABLE hashed_0 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE hashed_1 PARTITION OF hashed FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE UNLOGGED TABLE gauges (k float8 PRIMARY KEY, v float8);
CREATE TABLE weights (w depot.weight, at timestamptz, PRIMARY KEY (w, at));
CREATE TABLE sets (k int[] PRIMARY KEY, s depot.spot);
CREATE TABLE spots (k depot.spot PRIMARY KEY, r int4range UNIQUE NOT NULL);
CREATE TABLE base (id int PRIMARY KEY, a text);
CREATE TABLE derived (b text, PRIMARY KEY (id)) INHERITS (base);
CREATE TABLE public."O'dd ""näme"".x" ("Kéy.1" text, "select" int, "mettle!keys" int, PRIMARY KEY ("Kéy.1", "select"));
CREATE TABLE guarded (id int PRIMARY KEY, who text);
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY mine ON guarded USING (who <> 'hidden');
CREATE TABLE ruled (id int PRIMARY KEY, n int);
CREATE RULE kept AS ON DELETE TO ruled DO INSTEAD UPDATE ruled SET n = -1 WHERE id = OLD.id;
CREATE SEQUENCE loose CACHE 5;
CREATE VIEW good_view AS SELECT id, owner, price FROM goods WHERE price > 10;
CREATE MATERIALIZED VIEW counted AS SELECT count(*) AS n FROM goods;`

/** A trigger that touches other rows of its own statement, one that upserts, and one that changes what is written. */
const TRIGGERS = `
CREATE FUNCTION bump() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP <> 'DELETE' AND pg_trigger_depth() = 1 THEN UPDATE depot.goods SET touched = touched + 1 WHERE owner = NEW.owner; END IF;
  INSERT INTO depot.trail (what) VALUES (TG_OP); RETURN NULL; END $$;
CREATE TRIGGER " bump" AFTER INSERT OR UPDATE OR DELETE ON goods FOR EACH ROW EXECUTE FUNCTION bump();
CREATE FUNCTION count_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  INSERT INTO depot.totals VALUES (NEW.owner, 1) ON CONFLICT (owner) DO UPDATE SET n = totals.n + 1; RETURN NEW; END $$;
CREATE TRIGGER counting BEFORE INSERT ON goods FOR EACH ROW WHEN (NEW.owner IS NOT NULL) EXECUTE FUNCTION count_up();
CREATE FUNCTION refuse_some() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF OLD.id % 7 = 0 THEN RETURN NULL; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; NEW.bumped := OLD.bumped + 1; RETURN NEW; END $$;
CREATE TRIGGER refusing BEFORE UPDATE OR DELETE ON people FOR EACH ROW EXECUTE FUNCTION refuse_some();
CREATE FUNCTION maintain(command text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE command; END $$;`

const ROWS = `
SET search_path = depot, public;
INSERT INTO people (mail, lives, boss, mentor) SELECT 'P' || i || '@x.test', ROW('h' || i, i)::depot.spot, CASE WHEN i > 12 THEN i - 11 END, CASE WHEN i > 2 THEN i - 2 END FROM generate_series(1, 36) i;
INSERT INTO goods (owner, price, gauge, small, note, extra, blob, tags, grid, span, many, held, born, cash, fixed, bits)
SELECT 1 + i % 36, i * 1.105, CASE i % 5 WHEN 0 THEN '-0'::float8 WHEN 1 THEN 'NaN' WHEN 2 THEN '-Infinity' ELSE i / 3.0 END, i / 7.0,
  '{"b": 1,   "a":2, "a":3}', '{"n": 12345678901234567890.10}', '\\x00ff27'::bytea, ARRAY['x"y', NULL, '', 'a,b'], '[2:3]={1,2}', tstzrange('2026-01-01', NULL), '{[1,3),[5,7)}',
  '1 mon -2 days 03:04:05.6', CASE WHEN i % 7 = 0 THEN 'infinity'::date ELSE '0044-03-15 BC' END, i, 'f' || i, B'101' FROM generate_series(1, 80) i;
INSERT INTO parts SELECT 1 + i % 80, i, 'p' || i, i % 9 FROM generate_series(1, 200) i;
INSERT INTO places SELECT i, i, int4range(i * 10, i * 10 + 5) FROM generate_series(1, 20) i;
INSERT INTO lines SELECT 'm' || i % 5, i % 7, CASE WHEN i % 2 = 0 THEN '-0' ELSE '0' END::float8, i, i, i, i FROM generate_series(1, 40) i;
INSERT INTO days SELECT i, '2026-01-01'::date + i % 70, 'e' || i FROM generate_series(1, 90) i;
INSERT INTO hashed SELECT 'Key' || i, i FROM generate_series(1, 20) i;
INSERT INTO gauges VALUES ('-0', '-0'), ('NaN', 'NaN'), ('Infinity', 1), (0.1, 2), (1e300, 3);
INSERT INTO weights SELECT i * 1.10, '2026-01-01 00:00:00.123456+00'::timestamptz + i * interval '1 h' FROM generate_series(1, 20) i;
INSERT INTO sets SELECT ARRAY[i, NULL, i + 1], ROW('s', i)::depot.spot FROM generate_series(1, 12) i;
INSERT INTO spots SELECT ROW('h,"' || i, i)::depot.spot, int4range(i, i + 1) FROM generate_series(1, 12) i;
INSERT INTO base VALUES (1, 'b1'), (2, 'b2'); INSERT INTO derived VALUES (1, 'd1', 'x'), (3, 'd3', 'y');
INSERT INTO public."O'dd ""näme"".x" SELECT 'k' || i, i, i FROM generate_series(1, 10) i; INSERT INTO public."O'dd ""näme"".x" VALUES ('ü,''"{}\\', 1, 1), ('', 0, 0), ('NULL', 2, 2);
INSERT INTO guarded VALUES (1, 'me'), (2, 'hidden'), (3, 'you');
INSERT INTO ruled VALUES (1, 1), (2, 2), (3, 3);
REFRESH MATERIALIZED VIEW counted;`

const GRANTS = `
GRANT USAGE ON SCHEMA depot TO agent;
GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA depot, public TO agent;
GRANT USAGE, UPDATE ON ALL SEQUENCES IN SCHEMA depot TO agent;
GRANT CREATE ON SCHEMA depot TO agent;`

/** A schema with all that makes undoing hard. @param rows More rows, for a table that is too large to be put back row by row. */
export function hostileDatabase(): Database {
  return defineDatabase({
    schema: [{ sql: `${TYPES} SET search_path = depot, public; ${TABLES} ${TRIGGERS}` }],
    rows: { sql: ROWS },
    grants: { sql: GRANTS },
  })
}
