import { UsageError } from '../../../kernel/errors.ts'
import { suggest } from '../../../kernel/nearest.ts'
import type { DatabaseServer, ServerOrder } from './server.ts'

/** What comes before the first colon, and what takes the rest. */
const BACKENDS: Readonly<Record<string, (rest: string | undefined, order: ServerOrder) => Promise<DatabaseServer>>> = {
  embedded: async (version, order) => {
    const { startEmbedded } = await import('./backends/embedded.ts')
    return startEmbedded(versionFrom(version), order)
  },
  container: async (image, order) => {
    const { DEFAULT_IMAGE, startContainer } = await import('./backends/container.ts')
    return startContainer(image || DEFAULT_IMAGE, order)
  },
  postgres: (rest, order) => atUrl(`postgres:${rest}`, order),
  postgresql: (rest, order) => atUrl(`postgresql:${rest}`, order),
}

const CHOICES = ['embedded', 'embedded:16', 'container', 'container:postgres:17-alpine', 'postgres://...']
const VERSIONS = ['15', '16', '17', '18']

/**
 * Starts a PostgreSQL server for one run.
 * @param choice 'embedded', 'embedded:16', 'container', 'container:postgres:17-alpine', or a postgres:// URL.
 */
export async function startServer(choice: string, order: ServerOrder): Promise<DatabaseServer> {
  const [, name = '', rest] = /^([^:]*)(?::(.*))?$/s.exec(choice) ?? []
  const start = Object.hasOwn(BACKENDS, name) ? BACKENDS[name] : undefined
  // What follows may be a password.
  if (!start)
    throw new UsageError(`Failed to choose a database server: there is no "${name}".${suggest(name, CHOICES)}`)
  order.signal?.throwIfAborted()
  return start(rest, order)
}

function versionFrom(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (VERSIONS.includes(text)) return Number(text)
  throw new UsageError(`Failed to choose a database server: there is no embedded "${text}".${suggest(text, VERSIONS)}`)
}

async function atUrl(url: string, order: ServerOrder): Promise<DatabaseServer> {
  const { useServer } = await import('./backends/url.ts')
  return useServer(url, order)
}
