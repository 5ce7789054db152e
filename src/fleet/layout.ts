/** The schema of the queue. pg-boss keeps its jobs in it, too. */
export const SCHEMA = 'mettle_queue'

/** Changes with every change of the tables below: workers and planners of two versions do not share a queue. */
export const LAYOUT = 2

/**
 * The tables beside those of pg-boss. A trial has one token at a time; whoever holds another one writes nothing. Texts of records
 * are kept as they are: `jsonb` would lose the order of members, and refuses U+0000.
 */
export const TABLES = `
CREATE TABLE layout (version int NOT NULL);
CREATE SEQUENCE token;
CREATE TABLE bundle (
  digest text PRIMARY KEY,
  config text NOT NULL,
  stored timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE bundle_file (
  bundle text NOT NULL REFERENCES bundle ON DELETE CASCADE,
  path text NOT NULL,
  executable boolean NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (bundle, path)
);
CREATE TABLE run (
  id text PRIMARY KEY,
  head text NOT NULL,
  planned text NOT NULL,
  bundle text REFERENCES bundle,
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'closing', 'stopped')),
  deliveries int NOT NULL,
  trace_bytes bigint NOT NULL,
  most_micros bigint,
  calls_per_minute int,
  tokens_per_minute bigint,
  refused_micros bigint,
  refused_tokens bigint,
  cut_short boolean NOT NULL DEFAULT false,
  again int NOT NULL DEFAULT 0,
  begun timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE worker (
  id uuid PRIMARY KEY,
  host text NOT NULL,
  lanes int NOT NULL,
  lease_ms int NOT NULL,
  run text REFERENCES run ON DELETE SET NULL,
  seen timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE trial (
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  id text NOT NULL,
  job uuid NOT NULL,
  token bigint NOT NULL DEFAULT 0,
  deliveries int NOT NULL DEFAULT 0,
  refused int NOT NULL DEFAULT 0,
  refusal text,
  worker uuid,
  done boolean NOT NULL DEFAULT false,
  corrected boolean NOT NULL DEFAULT false,
  since timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (run, id)
);
CREATE INDEX trial_of_worker ON trial (worker) WHERE NOT done;
CREATE TABLE part (
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  worker uuid NOT NULL,
  database text,
  paid_micros bigint NOT NULL DEFAULT 0,
  PRIMARY KEY (run, worker)
);
CREATE TABLE refusal (
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  worker uuid NOT NULL,
  host text NOT NULL,
  reason text NOT NULL,
  PRIMARY KEY (run, worker)
);
CREATE TABLE result (
  number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  trial text NOT NULL,
  record text NOT NULL
);
CREATE INDEX result_of_run ON result (run, number);
CREATE TABLE evidence (
  result bigint NOT NULL REFERENCES result ON DELETE CASCADE,
  part int NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (result, part)
);
CREATE TABLE content (
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  digest text NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (run, digest)
);
CREATE TABLE late (
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  token bigint NOT NULL,
  PRIMARY KEY (run, token)
);
-- A call of a live model. It is open until somebody knows what it came to, and stays for as long as a statement may be made again.
CREATE TABLE call (
  id uuid PRIMARY KEY,
  run text NOT NULL REFERENCES run ON DELETE CASCADE,
  worker uuid NOT NULL,
  micros bigint NOT NULL,
  tokens bigint NOT NULL,
  open boolean NOT NULL DEFAULT true,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX call_of_run ON call (run, at);
CREATE INDEX call_under_way ON call (run) WHERE open;

-- Whose is a trial? Locks it until the end of the transaction: 'current' stays true until then.
CREATE FUNCTION fence(of_run text, of_trial text, held bigint) RETURNS text LANGUAGE sql AS $$
  SELECT CASE WHEN token <> held THEN 'late' WHEN done THEN 'done' ELSE 'current' END
  FROM mettle_queue.trial WHERE run = of_run AND id = of_trial FOR UPDATE
$$;

-- Takes the money, the tokens and the turn of one call, all or none. NULL micros: nobody knows what it costs. A call that has them takes
-- nothing more: the answer to whoever asked was lost.
CREATE FUNCTION take_call(of_run text, by_worker uuid, call uuid, ask_micros bigint, ask_tokens bigint) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  the mettle_queue.run;
  paid bigint;
  taken bigint;
BEGIN
  SELECT * INTO the FROM mettle_queue.run WHERE id = of_run FOR NO KEY UPDATE;
  IF NOT FOUND THEN RETURN 'gone'; END IF;
  IF EXISTS (SELECT FROM mettle_queue.call WHERE id = take_call.call) THEN RETURN 'granted'; END IF;
  IF the.most_micros IS NOT NULL THEN
    SELECT coalesce(sum(paid_micros), 0) INTO paid FROM mettle_queue.part WHERE run = of_run;
    SELECT coalesce(sum(micros), 0) INTO taken FROM mettle_queue.call WHERE run = of_run AND open;
    IF ask_micros IS NULL OR paid + ask_micros > the.most_micros THEN
      UPDATE mettle_queue.run SET refused_micros = ask_micros, cut_short = true WHERE id = of_run AND NOT cut_short;
      RETURN 'never';
    END IF;
    IF paid + taken + ask_micros > the.most_micros THEN RETURN 'wait'; END IF;
  END IF;
  DELETE FROM mettle_queue.call WHERE run = of_run AND NOT open AND at <= clock_timestamp() - interval '5 minutes';
  IF the.calls_per_minute IS NOT NULL AND the.calls_per_minute <= (
    SELECT count(*) FROM mettle_queue.call WHERE run = of_run AND at > clock_timestamp() - interval '1 minute'
  ) THEN RETURN 'wait'; END IF;
  IF the.tokens_per_minute IS NOT NULL THEN
    IF ask_tokens > the.tokens_per_minute THEN
      UPDATE mettle_queue.run SET refused_tokens = ask_tokens, cut_short = true WHERE id = of_run AND NOT cut_short;
      RETURN 'never';
    END IF;
    SELECT coalesce(sum(tokens), 0) INTO taken FROM mettle_queue.call
    WHERE run = of_run AND (open OR at > clock_timestamp() - interval '1 minute');
    IF taken + ask_tokens > the.tokens_per_minute THEN RETURN 'wait'; END IF;
  END IF;
  INSERT INTO mettle_queue.call VALUES (take_call.call, of_run, by_worker, coalesce(ask_micros, 0), ask_tokens);
  RETURN 'granted';
END
$$;

-- Puts what a call came to in the place of what was taken for it, once. NULL: nobody knows, and it is all of it.
CREATE FUNCTION settle_call(call uuid, came_micros bigint, came_tokens bigint) RETURNS void LANGUAGE sql AS $$
  WITH settled AS (
    UPDATE mettle_queue.call c SET open = false, tokens = coalesce(came_tokens, tokens)
    WHERE c.id = settle_call.call AND open RETURNING run, worker, micros)
  UPDATE mettle_queue.part p SET paid_micros = paid_micros + coalesce(came_micros, s.micros)
  FROM settled s WHERE p.run = s.run AND p.worker = s.worker
$$;
`

/** What each role needs, and no more. `%` is the role. */
export const GRANTS = {
  planner: `
GRANT USAGE ON SCHEMA mettle_queue TO %;
GRANT SELECT ON mettle_queue.layout, mettle_queue.version TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.run, mettle_queue.trial, mettle_queue.part, mettle_queue.worker TO %;
GRANT SELECT, DELETE ON mettle_queue.refusal, mettle_queue.result, mettle_queue.evidence, mettle_queue.content TO %;
GRANT SELECT ON mettle_queue.late TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.bundle, mettle_queue.bundle_file TO %;
GRANT SELECT, UPDATE (open) ON mettle_queue.call TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.queue, mettle_queue.job, mettle_queue.job_common TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.job_dependency TO %;
GRANT USAGE ON SEQUENCE mettle_queue.token TO %;`,
  worker: `
GRANT USAGE ON SCHEMA mettle_queue TO %;
GRANT SELECT ON mettle_queue.layout, mettle_queue.version, mettle_queue.queue, mettle_queue.bundle, mettle_queue.bundle_file TO %;
GRANT SELECT, UPDATE (again, refused_micros, refused_tokens, cut_short) ON mettle_queue.run TO %;
GRANT SELECT, UPDATE (token, deliveries, worker, done, corrected, since) ON mettle_queue.trial TO %;
GRANT SELECT, INSERT, UPDATE ON mettle_queue.part, mettle_queue.refusal TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.worker, mettle_queue.call TO %;
GRANT SELECT (number), INSERT ON mettle_queue.result TO %;
GRANT INSERT ON mettle_queue.evidence, mettle_queue.content TO %;
GRANT SELECT, INSERT ON mettle_queue.late TO %;
GRANT SELECT, INSERT, UPDATE, DELETE ON mettle_queue.job, mettle_queue.job_common TO %;
GRANT SELECT, UPDATE ON mettle_queue.job_dependency TO %;
GRANT USAGE ON SEQUENCE mettle_queue.token TO %;`,
} as const
