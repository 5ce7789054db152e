import { type Client, escapeLiteral } from 'pg'
import type { Json } from '../../../kernel/json.ts'
import { equalJson } from '../../../kernel/match-json.ts'
import { disconnect } from '../disconnect.ts'
import { quote } from '../journal/quote.ts'
import { connect, RESTORING } from '../lanes/connect.ts'
import type { DatabaseServer } from '../servers/server.ts'
import type { Described } from './describe.ts'
import { laneDatabaseName, type Template } from './names.ts'
import { runSql } from './schema.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

/** Where a clone of a template can be made. */
export interface CloneOrder {
  server: DatabaseServer
  cluster: Client
  template: Template
  prefix: string
  mark: string
}

/** Lanes are numbered from 1. */
const NO_LANE = 0

/** What a reference leaves. */
export interface Left {
  /** The tables that are different. */
  reference: Snapshot['tables']
  /** Those that are too large to be told whole, before or behind it: nobody can compare them. */
  partial: string[]
}

/**
 * What a database would be, had the task been done as its reference does it: the reference runs on a clone of its own, as
 * an administrator, with the clock at the trial's start. Only tables that it leaves different from `before` are told.
 * @throws {UsageError} the reference does not work.
 */
export async function readReference(
  order: CloneOrder,
  { name, database: { reference }, folder, now }: Described,
  before: Snapshot,
): Promise<Left | undefined> {
  if (reference === undefined) return undefined
  const { server, cluster, template, prefix, mark } = order
  const clone = laneDatabaseName(prefix, template.name, NO_LANE)
  const login = { ...server.admin, database: clone }
  await cluster.query(`CREATE DATABASE ${quote(clone)} TEMPLATE ${quote(template.database)} STRATEGY FILE_COPY`)
  try {
    await cluster.query(`COMMENT ON DATABASE ${quote(clone)} IS ${escapeLiteral(mark)}`)
    const hand = { 'mettle.now': now, search_path: 'public,mettle_clock,pg_catalog' }
    await using(login, hand, (client) => runSql(client, name, reference, folder))
    const after = await using(login, RESTORING, readSnapshot)
    const partial = [...new Set([...before.partial, ...after.partial])]
    return { reference: differing(before, after, partial), partial }
  } finally {
    await cluster.query(`DROP DATABASE IF EXISTS ${quote(clone)} WITH (FORCE)`)
  }
}

async function using<T>(
  login: Parameters<typeof connect>[0],
  settings: Readonly<Record<string, string>>,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connect(login, settings)
  try {
    return await work(client)
  } finally {
    await disconnect(client)
  }
}

function differing(before: Snapshot, after: Snapshot, unknown: readonly string[]): Snapshot['tables'] {
  const changed = Object.entries(after.tables).filter(([table, rows]) => {
    return !unknown.includes(table) && !equalJson((before.tables[table] ?? null) as Json, rows as Json)
  })
  return Object.fromEntries(changed)
}
