import { UsageError } from '../../kernel/errors.ts'
import { suggest } from '../../kernel/nearest.ts'
import type { DatabaseServer, ServerOrder } from './server.ts'

const EMBEDDED = /^embedded(?::(1[5-8]))?$/
const CHOICES = [
  'embedded',
  'embedded:15',
  'embedded:16',
  'embedded:17',
  'embedded:18',
  'container',
  'container:IMAGE',
  'postgres://...',
]

/**
 * Starts a PostgreSQL server for one run.
 * @param choice 'embedded', 'embedded:16', 'container', 'container:postgres:17-alpine', or a postgres:// URL.
 */
export async function startServer(choice: string, order: ServerOrder): Promise<DatabaseServer> {
  const embedded = EMBEDDED.exec(choice)
  if (embedded) {
    const { startEmbedded } = await import('./backends/embedded.ts')
    return startEmbedded(embedded[1] === undefined ? undefined : Number(embedded[1]), order)
  }
  throw new UsageError(`Failed to choose a database server: there is no "${choice}".${suggest(choice, CHOICES)}`)
}
