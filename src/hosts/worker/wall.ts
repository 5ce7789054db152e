import { existsSync, mkdirSync, realpathSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Mount } from '../../scenario/agent-source.ts'
import type { Limits } from '../../scenario/define.ts'
import type { TrialOrder } from '../../stage/order.ts'
import { isWithin } from '../tiers/bubblewrap/within.ts'
import type { Lead } from '../tiers/doors.ts'

/** What a worker in a sandbox is given, plain JSON: one that has other trials' is another worker. */
export interface Wall {
  /** Absolute path of the run's folder. */
  folder: string
  /** Folders of the project that it sees, read-only. */
  roots: readonly string[]
  mounts: readonly Mount[]
  /** Where its databases' servers and its services are, in the order of their ports inside. */
  servers: readonly Lead[]
  memoryBytes: number
}

/** They have the ports from here on. */
const FIRST_PORT = 5432
/** What a worker is ended for from outside is looked at behind that: the system's own limit lies higher. */
const ROOM = 2

/** Undefined: as it is. Agents in processes of their own have walls of their own. */
export function wallFor(
  { agent, folder, scenario, databases, services = {} }: TrialOrder,
  limits: Limits,
): Wall | undefined {
  if (agent.host !== 'function' || agent.isolation?.tier !== 'T2') return undefined
  const servers = [...Object.values(databases?.logins ?? {}), ...Object.values(services)].map(leadOf)
  const { saint = '' } = agent.shipped ?? {}
  const { root = dirname(agent.module), mounts = [] } = agent
  const roots = [root, dirname(agent.module), dirname(scenario.file), ...(saint ? [dirname(saint)] : [])]
  return {
    folder,
    roots: outermost([...roots, ...packagesAbove(root)]),
    mounts,
    servers: [...new Map(servers.map((one) => [JSON.stringify(one), one])).values()],
    memoryBytes: limits.maxMemoryBytes * ROOM,
  }
}

/** Where packages come from that lie above a folder, as a workspace keeps them. */
function packagesAbove(folder: string): string[] {
  const above = dirname(folder)
  if (above === folder) return []
  const packages = join(above, 'node_modules')
  return [...(existsSync(packages) ? [packages] : []), ...packagesAbove(above)]
}

/** Without those that lie in another one. */
function outermost(folders: readonly string[]): string[] {
  const all = [...new Set(folders)].sort()
  return all.filter((one) => !all.some((other) => one !== other && isWithin(one, other)))
}

export function portsOf({ servers }: Wall): number[] {
  return servers.map((_, index) => FIRST_PORT + index)
}

export function leadOfPort({ servers }: Wall, port: number): Lead {
  const lead = servers[port - FIRST_PORT]
  if (!lead) throw new TypeError(`There is no server at port ${port}.`)
  return lead
}

/** The order as it is told inside: what it reaches is on its own loopback. */
export function behindWall(order: TrialOrder, wall: Wall): TrialOrder {
  const { databases, services } = order
  const places = wall.servers.map((one) => JSON.stringify(one))
  const inside = <Place extends { host: string; port: number }>(all: Readonly<Record<string, Place>>) =>
    Object.fromEntries(
      Object.entries(all).map(([name, place]) => {
        const port = FIRST_PORT + places.indexOf(JSON.stringify(leadOf(place)))
        return [name, { ...place, host: '127.0.0.1', port }]
      }),
    )
  return {
    ...order,
    ...(databases && { databases: { ...databases, logins: inside(databases.logins) } }),
    ...(services && { services: inside(services) }),
  }
}

function leadOf({ host, port }: { host: string; port: number }): Lead {
  return host.startsWith('/') ? { path: join(host, `.s.PGSQL.${port}`) } : { host, port }
}

/** What it sees as the run's folder: a folder of its own, with its own file of traces in it. */
export function ownRunFolder({ folder }: Wall, file: string): { place: string; own: Mount[] } {
  const place = join(folder, 'traces', `.own-${file.replace(/\W+/g, '-')}`)
  mkdirSync(join(place, dirname(file)), { recursive: true })
  const writable = true
  return {
    place,
    own: [
      { source: realpathSync(place), target: folder, writable },
      { source: join(folder, file), target: join(folder, file), writable },
    ],
  }
}
