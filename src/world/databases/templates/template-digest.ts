import { glob, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { digest, digestText } from '../../../kernel/json.ts'
import type { Database, Rows, SqlSource } from '../define.ts'
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
  const { schema, rows, grants, reference } = database
  const built = isCommand(schema) ? await commandInputs(schema, folder) : await texts(schema, folder)
  if (built === undefined) return undefined
  // As they are written: tables are filled in the order in which they stand there.
  const filled = typeof rows === 'function' ? { made: JSON.stringify(made) } : rows && (await texts(rows, folder))
  const right = reference && (await texts(reference, folder))
  return digest({ name, built, filled, grants, right, now, code: await ownCode() })
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
  const folders = [import.meta.dirname, join(import.meta.dirname, '../journal')]
  return digest(await Promise.all(folders.map(codeIn)))
}

async function codeIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => /\.[jt]s$/.test(name)).sort()
  return Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
}
