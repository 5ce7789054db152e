import { PrerequisiteError } from '../kernel/errors.ts'
import { openDatabase, type QueueDatabase } from './database.ts'
import { type Jobs, openJobs } from './jobs.ts'
import { GRANTS, LAYOUT, SCHEMA, TABLES } from './layout.ts'
import { toldTrouble } from './trouble.ts'

/** A queue on a PostgreSQL server. */
export interface Queue extends AsyncDisposable {
  database: QueueDatabase
  jobs: Jobs
}

/**
 * Opens a queue that is there.
 * @throws {PrerequisiteError} the server cannot be reached, or the queue is not there, or of another version.
 */
export function openQueueAt(url: string): Promise<Queue> {
  return opened(url, async (database) => {
    await mustFit(database)
    return openJobs(database)
  })
}

/** Makes a queue where there is none. @param roles Who is to have the rights that each of them needs. */
export async function initQueue(
  url: string,
  roles: { planner?: readonly string[]; worker?: readonly string[] },
): Promise<string> {
  await using queue = await opened(url, async (database) => {
    await database.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`)
    const [there] = await database.query('SELECT to_regclass($1) AS layout', [`${SCHEMA}.layout`])
    if (there.layout !== null) await mustFit(database)
    // Makes the tables of pg-boss, or brings them up to date.
    const jobs = await openJobs(database, true)
    if (there.layout === null)
      await database.transaction(async (sql) => {
        await sql.query(`SET LOCAL search_path = ${SCHEMA}`)
        await sql.query(TABLES)
        await sql.query(`INSERT INTO ${SCHEMA}.layout VALUES ($1)`, [LAYOUT])
      })
    return jobs
  })
  const { database } = queue
  for (const kind of ['planner', 'worker'] as const)
    for (const role of roles[kind] ?? []) await grant(database, GRANTS[kind], role)
  return database.place
}

/** Says what is missing, not which statement failed. */
async function opened(url: string, open: (database: QueueDatabase) => Promise<Jobs>): Promise<Queue> {
  const database = openDatabase(url)
  try {
    const jobs = await open(database)
    return {
      ...{ database, jobs },
      [Symbol.asyncDispose]: async () => {
        await jobs[Symbol.asyncDispose]()
        await database[Symbol.asyncDispose]()
      },
    }
  } catch (thrown) {
    await database[Symbol.asyncDispose]()
    throw toldTrouble(thrown, database.place)
  }
}

async function mustFit(database: QueueDatabase): Promise<void> {
  const [layout] = await database.query(`SELECT version FROM ${SCHEMA}.layout`)
  const version = layout?.version
  if (version === LAYOUT) return
  throw new PrerequisiteError(
    `The queue at ${database.place} is of version ${version}, and this mettle needs ${LAYOUT}. ${
      version > LAYOUT
        ? 'Use the version of mettle that made it.'
        : `Wait for its runs to end, drop the schema ${SCHEMA} and make it anew with "mettle queue init".`
    }`,
  )
}

async function grant(database: QueueDatabase, statements: string, role: string): Promise<void> {
  const [{ name }] = await database.query('SELECT quote_ident($1) AS name', [role])
  try {
    await database.transaction((sql) => sql.query(statements.replaceAll('%', name)))
  } catch (thrown) {
    const { code } = Object(thrown) as { code?: unknown }
    if (code !== '42704') throw toldTrouble(thrown, database.place)
    throw new PrerequisiteError(
      `There is no role ${name} at ${database.place}. Create it: CREATE ROLE ${name} LOGIN PASSWORD '...'.`,
    )
  }
}
