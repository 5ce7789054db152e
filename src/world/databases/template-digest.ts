import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { digest, digestText } from '../../kernel/json.ts'
import type { Database } from './define.ts'
import { isCommand } from './schema.ts'
import { readSql } from './sql-source.ts'

/**
 * What a template is made from: the schema, the rows, what made them up and from which seed, the grants, and what mettle
 * installs beside them. Undefined where that cannot be told: a command may do something else in its next run.
 */
export async function templateDigest(
  { schema, rows, grants }: Database,
  { folder, seed }: { folder: string; seed: string },
): Promise<string | undefined> {
  if (isCommand(schema)) return undefined
  const made = typeof rows === 'function' ? { made: String(rows), seed } : rows && (await readSql(rows, folder))
  return digest([ownCode(), await readSql(schema, folder), made ?? null, grants])
}

let known: string | undefined

/** Another version of the code that builds templates may build others. */
function ownCode(): string {
  const folder = import.meta.dirname
  known ??= digestText(
    globSync('*.{ts,js}', { cwd: folder })
      .sort()
      .map((file) => readFileSync(join(folder, file), 'utf8'))
      .join('\n'),
  )
  return known
}
