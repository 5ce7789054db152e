import type { Client } from 'pg'
import { quote } from './quote.ts'

const FUNCTIONS = {
  now: 'STABLE',
  transaction_timestamp: 'STABLE',
  statement_timestamp: 'STABLE',
  clock_timestamp: 'VOLATILE',
}

/**
 * `now()` and its kin by the trial's clock, for all that find functions by a search_path with `mettle_clock` before `pg_catalog`.
 * The time is the setting `mettle.now` of the session; without it, real time.
 */
export const TRIAL_CLOCK = `
CREATE SCHEMA mettle_clock;
GRANT USAGE ON SCHEMA mettle_clock TO PUBLIC;
${Object.entries(FUNCTIONS)
  .map(
    ([
      name,
      volatility,
    ]) => `CREATE FUNCTION mettle_clock.${name}() RETURNS timestamptz LANGUAGE sql ${volatility} PARALLEL SAFE AS
$$ SELECT coalesce(nullif(pg_catalog.current_setting('mettle.now', true), '')::pg_catalog.timestamptz, pg_catalog.${name}()) $$;`,
  )
  .join('\n')}
`

const DEFAULTS = `
SELECT format('%I.%I', n.nspname, c.relname) AS table, a.attname AS column, pg_get_expr(d.adbin, d.adrelid) AS text
FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
JOIN pg_class c ON c.oid = d.adrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE a.attgenerated = '' AND c.relkind IN ('r', 'p') AND n.nspname !~ '^(pg_|mettle)'`

/** Keywords are no functions, so no search_path reaches them. */
const KEYWORDS: Readonly<Record<string, string>> = {
  CURRENT_TIMESTAMP: 'mettle_clock.now()',
  LOCALTIMESTAMP: '(mettle_clock.now())::pg_catalog.timestamp',
  CURRENT_DATE: '(mettle_clock.now())::pg_catalog.date',
}

/** Column defaults that tell the time are bound to the trial's clock. Views, and keywords in other places, stay with the wall. */
export async function bindDefaults(client: Client): Promise<void> {
  await client.query('SET search_path = pg_catalog')
  const { rows } = await client.query<{ table: string; column: string; text: string }>(DEFAULTS)
  await client.query('SET search_path = mettle_clock, pg_catalog')
  for (const { table, column, text } of rows) {
    // Functions need no more than to be read again under this search_path.
    const follows = withoutKeywords(text)
    if (follows === text && !/\b(now|transaction_timestamp|statement_timestamp|clock_timestamp)\(\)/.test(text))
      continue
    await client.query(`ALTER TABLE ONLY ${table} ALTER COLUMN ${quote(column)} SET DEFAULT ${follows}`)
  }
  await client.query('RESET search_path')
}

/** Leaves what stands in quotes as it is. */
function withoutKeywords(expression: string): string {
  return expression.replace(
    /'(?:[^']|'')*'|"(?:[^"]|"")*"|\b(?:CURRENT_TIMESTAMP|LOCALTIMESTAMP|CURRENT_DATE)\b/g,
    (part) => KEYWORDS[part] ?? part,
  )
}
