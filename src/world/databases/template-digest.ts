import { digest } from '../../kernel/json.ts'
import { CATALOGUE } from './catalogue.ts'
import type { Database } from './define.ts'
import { EVENT_TRIGGERS, JOURNAL_GROUND } from './journal-ground.ts'
import { releaseFunction, WHY_CLONE } from './journal-release.ts'
import { journalTable } from './journal-table.ts'
import { readSql } from './sql-source.ts'
import { TRIAL_CLOCK } from './trial-clock.ts'

/** What mettle itself puts into every template. */
const INSTALLED = [
  TRIAL_CLOCK,
  JOURNAL_GROUND,
  CATALOGUE,
  WHY_CLONE,
  EVENT_TRIGGERS,
  journalTable,
  releaseFunction,
].map(String)

/**
 * What a template is made from: the schema, the rows, what made them up and from which seed, the grants, and what mettle
 * installs beside them. Undefined where that cannot be told: a command may do something else in its next run.
 */
export async function templateDigest(
  { schema, rows, grants, reference }: Database,
  { folder, seed }: { folder: string; seed: string },
): Promise<string | undefined> {
  if (typeof schema === 'object' && 'command' in schema) return undefined
  const made = typeof rows === 'function' ? { made: String(rows), seed } : rows && (await readSql(rows, folder))
  const right = reference === undefined ? [] : [await readSql(reference, folder)]
  return digest([INSTALLED, await readSql(schema, folder), made ?? null, grants, ...right])
}
