import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest, digestText } from '../../../kernel/json.ts'
import { fromSource } from '../../../kernel/own-files.ts'
import { type Database, isSqlRows, type Rows, type SqlSource } from '../define.ts'
import { rowsOf } from './rows.ts'
import { isCommand } from './schema.ts'
import { readSql } from './sql-source.ts'

/**
 * A digest of all that a template is made from: the texts of the files, the command with the files that it reads, the rows that a
 * function made, the grants, and this folder's own code. `undefined` where that cannot be told: a command that does not name its
 * inputs.
 */
export async function templateDigest(
  name: string,
  database: Database,
  made: Rows | undefined,
  { folder, now }: { folder: string; now?: string | undefined },
): Promise<string | undefined> {
  const from = await madeFrom(database, made, folder)
  return from.built && digest({ name, ...from, now, code: await ownCode() })
}

/** The rows of a definition do not hang on the seed of a run. */
const ONE_SEED = '1'

/**
 * A digest of what a database is made from, the same for every seed and from one version of mettle to the next. Of a command
 * that does not name its inputs, it knows the words alone.
 */
export async function databaseDigest(name: string, database: Database, folder: string): Promise<string> {
  const { schema } = database
  const made = await rowsOf(name, database, { folder, seed: ONE_SEED })
  const { built = schema, ...from } = await madeFrom(database, made, folder)
  return digest({ name, built, ...from })
}

/** `built` is undefined where that cannot be told. */
async function madeFrom({ schema, rows, grants, reference }: Database, made: Rows | undefined, folder: string) {
  return {
    built: isCommand(schema) ? await commandInputs(schema, folder) : await texts(schema, folder),
    // As they are written: tables are filled in the order in which they stand there.
    filled: made ? { made: JSON.stringify(made) } : isSqlRows(rows) ? await texts(rows, folder) : undefined,
    grants,
    right: reference && (await texts(reference, folder)),
  }
}

async function texts(sources: SqlSource | readonly SqlSource[], folder: string): Promise<string[]> {
  return (await readSql(sources, folder)).map(({ sql }) => sql)
}

async function commandInputs(
  { command, inputs }: { command: string; inputs?: readonly string[] },
  folder: string,
): Promise<object | undefined> {
  if (!inputs) return undefined
  const files: Record<string, string> = {}
  for await (const entry of glob([...inputs], { cwd: folder, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) files[path.slice(folder.length)] = digestText(await readFile(path, 'base64'))
  }
  return { command, files }
}

/** What is done to a template changes with the code that does it. */
async function ownCode(): Promise<string> {
  // What is built lies in one file, whose name and whose imports change with what they hold.
  if (!fromSource) return digestText(await readFile(import.meta.filename, 'utf8'))
  const folders = [import.meta.dirname, join(import.meta.dirname, '../journal')]
  return digest(await Promise.all(folders.map(codeIn)))
}

async function codeIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}
