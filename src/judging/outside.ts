import type { WorldParts } from '../world/start.ts'

/** What an agent reached for that its world does not have, and what whoever sees it can do. */
export interface Outside {
  target: string
  next: string
}

/** Hosts that are named in a sentence. */
const NAMED = 3

/** Ports and sockets at which databases listen. */
const DATABASE = /:(?:5432|5433|6432)$|\.s\.PGSQL\.\d+$|^postgres(?:ql)?:/

/** The next step for one who meets an address that is not of this world. Without a world, nobody can say what it has. */
export function outsideOf(
  targets: readonly string[],
  world: Pick<WorldParts, 'apis' | 'databases' | 'services'> | undefined,
): Outside[] {
  return targets.map((target) => ({ target, next: world ? nextStep(target, world) : '' }))
}

function nextStep(
  target: string,
  { apis, databases, services = {} }: Pick<WorldParts, 'apis' | 'databases' | 'services'>,
): string {
  const [service] = Object.entries(services).find(([, { port }]) => target.endsWith(`:${port}`)) ?? []
  if (service !== undefined) return `reach the service ${service} at session.services.${service}`
  if (DATABASE.test(target)) {
    const names = Object.keys(databases)
    return names.length > 0
      ? `reach a database by session.sql: ${upTo(names)}`
      : 'declare a database in world.databases and reach it by session.sql'
  }
  const hosts = hostsOf(apis)
  const declare = 'declare an API for it in world.apis'
  return hosts.length > 0 ? `${declare}, or use a host that exists: ${upTo(hosts)}` : `${declare}: the world has none`
}

/** The origins that the world's APIs answer at. */
function hostsOf(apis: WorldParts['apis']): string[] {
  const headers = Object.values(apis).flatMap(({ handlers }) => handlers.map(({ info }) => info.header))
  return [...new Set(headers.flatMap((header) => /https?:\/\/[^/\s]+/.exec(header)?.[0] ?? []))]
}

function upTo(names: readonly string[]): string {
  const more = names.length - NAMED
  return names.slice(0, NAMED).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
