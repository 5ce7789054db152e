import { randomUUID } from 'node:crypto'
import { dirname } from 'node:path'
import { digest } from '../../../kernel/json.ts'
import type { Database, Rows } from '../define.ts'
import { rowsOf } from './rows.ts'
import { templateDigest } from './template-digest.ts'

/** The databases of a scenario by their names, and the file that its paths start from. */
export interface DatabasesWanted {
  databases: Readonly<Record<string, Database>>
  file: string
  /** When the scenario's clock starts, ms since 1970: what defaults such as now() say while rows are loaded. */
  startsAt: number
}

/** A database as a scenario describes it. */
export interface Described {
  /** The same for the same description under the same name: scenarios that share a database share its template. */
  key: string
  name: string
  database: Database
  folder: string
  now: string
  /** What its function makes, where it has one. */
  made?: Rows
}

/** By scenario file and name. What cannot be told to be the same as before is new in every run. */
export async function describeAll(
  wanted: readonly DatabasesWanted[],
  seed: string,
): Promise<Map<string, Map<string, Described>>> {
  const described = new Map<string, Map<string, Described>>()
  for (const one of wanted) {
    const mine = new Map<string, Described>()
    for (const [name, database] of Object.entries(one.databases)) {
      mine.set(name, await describe(name, database, one, seed))
    }
    described.set(one.file, mine)
  }
  return described
}

async function describe(
  name: string,
  database: Database,
  { file, startsAt }: DatabasesWanted,
  seed: string,
): Promise<Described> {
  const folder = dirname(file)
  const now = new Date(startsAt).toISOString()
  const made = await rowsOf(name, database, { folder, seed })
  const key = digest([name, (await templateDigest(name, database, made, { folder, now })) ?? randomUUID()])
  return { key, name, database, folder, now, ...(made && { made }) }
}
