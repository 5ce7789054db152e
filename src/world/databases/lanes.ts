import { Cleanup } from '../../kernel/cleanup.ts'
import { connect } from './connect.ts'
import type { Lane } from './lane.ts'
import type { Template } from './names.ts'
import { type LaneOrder, type OpenLane, openLane } from './open-lane.ts'
import type { DatabaseServer } from './server.ts'
import { readSnapshot, type Snapshot } from './snapshot.ts'

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
  const cluster = await connect(server.admin)
  cleanup.defer('close the connection to the server', () => cluster.end())
  try {
    // Elsewhere than on a server of one's own, who may connect to these is not for mettle to change.
    if (server.backend !== 'url') await cluster.query('REVOKE ALL ON DATABASE postgres, template1 FROM PUBLIC')
    const lanes: OpenLane[] = []
    for (let number = 1; number <= order.count; number++) {
      const lane = await openLane(server, cluster, templates, number, order)
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
