import { Client } from 'pg'
import type { Database } from '../../../src/world/databases/define.ts'
import type { LaneLogin } from '../../../src/world/databases/lanes/lane.ts'
import { type Lanes, openLanes } from '../../../src/world/databases/lanes/lanes.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import type { Template } from '../../../src/world/databases/templates/names.ts'
import { buildTemplate } from '../../../src/world/databases/templates/template.ts'

export const MARK = 'mettle test'

export interface Stage {
  template: Template
  lanes: Lanes
}

/** A template of a database, and lanes for it. */
export async function openStage(
  server: DatabaseServer,
  database: Database,
  prefix: string,
  count = 1,
  reset: 'journal' | 'clone' = 'journal',
): Promise<Stage> {
  const template = await buildTemplate(server, 'shop', database, {
    prefix,
    mark: MARK,
    seed: '1',
    folder: import.meta.dirname,
  })
  return { template, lanes: await openLanes(server, [template], { prefix, mark: MARK, count, reset }) }
}

/** A session of the agent. */
export async function logIn({ secret: _, ...login }: LaneLogin): Promise<Client> {
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
