/** A shop in which little statements do much: by a cascade, triggers, a deferred trigger and a function of its owner. */
export const SHOP = `
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id int PRIMARY KEY, customer int NOT NULL REFERENCES customers ON DELETE CASCADE, total int NOT NULL);
CREATE TABLE items (id int PRIMARY KEY, note text NOT NULL DEFAULT '');
CREATE TABLE events (id int PRIMARY KEY, text text NOT NULL);
CREATE TABLE large (id int PRIMARY KEY);
CREATE TABLE switches (name text PRIMARY KEY, active boolean NOT NULL);
INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 4) i;
INSERT INTO orders SELECT i, 1, i FROM generate_series(1, 25) i;
INSERT INTO orders SELECT i, 2, i FROM generate_series(26, 30) i;
INSERT INTO items SELECT i FROM generate_series(1, 600) i;
INSERT INTO events SELECT i, 'event ' || i FROM generate_series(1, 40) i;
INSERT INTO large SELECT i FROM generate_series(1, 12000) i;
INSERT INTO switches VALUES ('clean up', false), ('clean up later', false), ('mark', false);

CREATE FUNCTION clean_up() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM events; RETURN NULL; END $$;
CREATE TRIGGER at_once AFTER UPDATE ON switches FOR EACH ROW WHEN (NEW.name = 'clean up' AND NEW.active) EXECUTE FUNCTION clean_up();
CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON switches DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW WHEN (NEW.name = 'clean up later' AND NEW.active) EXECUTE FUNCTION clean_up();

CREATE FUNCTION purge() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS
$$ WITH gone AS (DELETE FROM events RETURNING 1) SELECT count(*) FROM gone $$;
`

/** What an agent may do here that 'read-write' does not grant. */
export const GRANTS = `GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO agent`
