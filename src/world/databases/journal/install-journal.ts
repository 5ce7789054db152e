import type { Client } from 'pg'
import type { Template } from '../templates/names.ts'
import { CATALOGUE } from './catalogue.ts'
import { EVENT_TRIGGERS, JOURNAL_GROUND } from './journal-ground.ts'
import { journalOfMade } from './journal-made.ts'
import { putBackFunction, RELEASE, WHY_CLONE } from './journal-release.ts'
import { SCHEMA_CHANGES } from './journal-schema.ts'
import { journalTable } from './journal-table.ts'
import { quote } from './quote.ts'
import { readSequences, readTables } from './table-shape.ts'

/** What still acts while rows are put back. */
const ALWAYS = `
INSERT INTO mettle.always_clone
SELECT format('trigger %s on %s always fires', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgenabled IN ('A', 'R')
UNION ALL SELECT format('rule %s on %s always acts', rulename, ev_class::regclass) FROM pg_rewrite WHERE ev_enabled IN ('A', 'R');`

/** Puts the journal and the pristine copies into a database whose schema and rows are as every trial finds them. */
export async function installJournal(client: Client, { agents, writer }: Template): Promise<void> {
  const [tables, sequences] = [await readTables(client), await readSequences(client)]
  const kept = sequences.map(
    (name) =>
      `INSERT INTO mettle.sequences SELECT tableoid, '${name.replaceAll("'", "''")}', last_value, is_called FROM ${name};`,
  )
  await client.query(
    [
      'SET search_path = pg_catalog;',
      JOURNAL_GROUND,
      SCHEMA_CHANGES,
      journalOfMade(quote(writer)),
      CATALOGUE,
      WHY_CLONE,
      rightsOf(quote(writer)),
      ...tables.map((table) => journalTable(table, quote(writer))),
      ...kept,
      putBackFunction(tables, sequences),
      RELEASE,
      ALWAYS,
      `GRANT USAGE ON SCHEMA mettle_seam TO ${quote(agents)};`,
      `GRANT EXECUTE ON FUNCTION mettle_seam.changes, mettle_seam.reach, mettle_seam.last_changes TO ${quote(agents)};`,
      EVENT_TRIGGERS,
      'RESET search_path;',
    ].join('\n'),
  )
}

/** Enough to write the journal, and to read the rows that a TRUNCATE takes away. Types of a user bring casts: they run with these rights. */
function rightsOf(writer: string): string {
  return `ALTER ROLE ${writer} BYPASSRLS; GRANT pg_read_all_data TO ${writer};
    GRANT USAGE ON SCHEMA mettle TO ${writer}; GRANT USAGE ON SEQUENCE mettle.closed_seq TO ${writer}; GRANT INSERT ON mettle.journal, mettle.flags TO ${writer};`
}
