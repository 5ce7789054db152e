import { join } from 'node:path'
import { Client } from 'pg'
import type { Database } from '../../../src/world/databases/define.ts'
import type { LaneLogin, LaneLogins, Released, ReleaseOrder } from '../../../src/world/databases/lanes/lane.ts'
import { type Lease, openRunDatabases } from '../../../src/world/databases/run-databases.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import type { Snapshot } from '../../../src/world/databases/templates/snapshot.ts'
import { urlOf } from './a-server.ts'

/** A lane that goes from trial to trial. */
export interface Lane {
  /** How the trial logs in that is under way. */
  lease(): LaneLogins
  /** Ends the trial. The next one begins at once. */
  release(order: ReleaseOrder): Promise<Released>
  /** What differs from the pristine copy: 'shop: orders'. */
  verify(): Promise<string[]>
}

/** What the database `shop` of the first lane was made from, and whose roles it has. */
export interface Template {
  database: string
  agents: string
  owner: string
  writer: string
}

export interface Stage extends AsyncDisposable {
  template: Template
  lanes: Lane[]
  /** What each trial finds, by database. */
  snapshots: Record<string, Snapshot>
}

export interface StageOrder {
  lanes?: number
  reset?: 'journal' | 'clone'
  seed?: string
  /** Where the paths of a database start. */
  folder?: string
  startsAt?: number
}

/** A run's databases, opened as a run opens them. */
export async function openStage(
  server: DatabaseServer,
  databases: Database | Record<string, Database>,
  { lanes: count = 1, reset = 'journal', seed = '1', folder = import.meta.dirname, startsAt = 0 }: StageOrder = {},
): Promise<Stage> {
  const named = isOne(databases) ? { shop: databases } : databases
  const wanted = { file: join(folder, 'a.scenario.ts'), databases: named, startsAt }
  const run = await openRunDatabases({ backend: urlOf(server.admin), seed, reset, wanted: [wanted] })
  const leases: Lease[] = []
  for (let lane = 0; lane < count; lane++) leases.push(await run.lease(wanted))
  const lane = (at: number): Lane => {
    const here = () => leases[at] as Lease
    return {
      lease: () => here().logins,
      release: async (order) => {
        const released = await here().release(order)
        leases[at] = await run.lease(wanted)
        return released
      },
      verify: async () =>
        (await run.verify(true)).find(({ lane }) => lane === here().lane)?.differences ?? ['it is out of use'],
    }
  }
  const found = Object.entries(leases[0]?.contents ?? {})
  return {
    template: templateOf(leases[0]?.logins.shop?.database ?? ''),
    lanes: leases.map((_, at) => lane(at)),
    snapshots: Object.fromEntries(found.map(([name, digest]) => [name, run.contents.get(digest) as Snapshot])),
    [Symbol.asyncDispose]: () => run[Symbol.asyncDispose](),
  }
}

function isOne(databases: Database | Record<string, Database>): databases is Database {
  return 'schema' in databases
}

function templateOf(laneDatabase: string): Template {
  const own = laneDatabase.replace(/_[0-9]+$/, '')
  return { database: `${own}_template`, agents: `${own}_agents`, owner: `${own}_owner`, writer: `${own}_writer` }
}

/** A session of the agent. */
export async function logIn({ secret: _, question: __, ...login }: LaneLogin): Promise<Client> {
  const client = new Client(login)
  client.on('error', () => {})
  await client.connect()
  return client
}

/** A session of the administrator. */
export async function asAdmin(server: DatabaseServer, database = 'postgres'): Promise<Client> {
  const client = new Client({ ...server.admin, database })
  client.on('error', () => {})
  await client.connect()
  return client
}
