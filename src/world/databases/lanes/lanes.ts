import { Cleanup } from '../../../kernel/cleanup.ts'
import type { DatabaseServer } from '../servers/server.ts'
import type { Template } from '../templates/names.ts'
import { readSnapshot, type Snapshot } from '../templates/snapshot.ts'
import { connect } from './connect.ts'
import type { Lane } from './lane.ts'
import { type LaneOrder, type OpenLane, openLane } from './open-lane.ts'

/** The lanes of a run. Disposing drops their databases and roles; the templates stay. */
export interface Lanes extends AsyncDisposable {
  readonly lanes: readonly Lane[]
  /** By the scenario's name of a database: what each trial finds. */
  readonly snapshots: Readonly<Record<string, Snapshot>>
  /** What disposing could not do. */
  readonly problems: readonly string[]
}

/** Opens `count` lanes, each with a clone of every template and a login role of its own. */
export async function openLanes(
  server: DatabaseServer,
  templates: readonly Template[],
  order: LaneOrder & { count: number },
): Promise<Lanes> {
  const cleanup = new Cleanup(30_000)
  try {
    await closeOthers(server)
    const lanes: OpenLane[] = []
    for (let number = 1; number <= order.count; number++) {
      // One for each lane: clones of several may be made at once.
      const own = await connect(server.admin)
      cleanup.defer(`close the connection of lane ${number}`, () => own.end())
      const lane = await openLane(server, own, templates, number, order)
      cleanup.defer(`drop lane ${number}`, () => lane.close())
      lanes.push(lane)
    }
    const snapshots: Record<string, Snapshot> = {}
    for (const { template, client } of lanes[0]?.databases ?? []) snapshots[template.name] = await readSnapshot(client)
    return { lanes, snapshots, problems: cleanup.problems, [Symbol.asyncDispose]: () => cleanup[Symbol.asyncDispose]() }
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

/** Nobody but the administrator connects to the databases that a server begins with; on a server of somebody else they stay as they are. */
async function closeOthers(server: DatabaseServer): Promise<void> {
  if (server.backend === 'url') return
  const admin = await connect(server.admin)
  try {
    await admin.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC')
  } finally {
    await admin.end()
  }
}
