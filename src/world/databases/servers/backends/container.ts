import { setTimeout as sleep } from 'node:timers/promises'
import { Cleanup } from '../../../../kernel/cleanup.ts'
import { messageOf } from '../../../../kernel/errors.ts'
import { unlessAborted } from '../../../../kernel/unless-aborted.ts'
import { fetchImage, openDocker, type Purpose } from '../../../containers/docker.ts'
import { sweepContainers } from '../../../containers/leftovers.ts'
import { type ContainerOrder, startTethered, type Tethered } from '../../../containers/tethered.ts'
import { withAdmin } from '../admin.ts'
import { end } from '../end.ts'
import { newPassword } from '../password.ts'
import { newRunId } from '../run-id.ts'
import type { DatabaseServer, Login, ServerOrder } from '../server.ts'
import { asArguments, settingsFor } from '../settings.ts'
import { OLDEST_VERSION, versionOf } from '../version.ts'

export const DEFAULT_IMAGE = 'postgres:18-alpine'

const PURPOSE: Purpose = {
  task: 'start PostgreSQL in a container',
  image: 'name an image that `docker images` shows (`--database container:IMAGE`)',
  instead: 'or use another server: `--database embedded`, `--database postgres://...`',
}

/** In memory, and nowhere on a disk. */
const DATA = '/mettle'
const INITDB_ARGUMENTS = '--locale=C --encoding=UTF8 --no-sync'

const READY_POLL_MS = 20
const READY_LIMIT_MS = 60_000
/** Docker takes its time to end a container. */
const REMOVE_LIMIT_MS = 20_000

/** Starts a container with its data in memory. Nothing of it is kept: `prepare` is called each time. */
export async function startContainer(image: string, order: ServerOrder): Promise<DatabaseServer> {
  const docker = await openDocker(PURPOSE)
  const cleanup = new Cleanup(REMOVE_LIMIT_MS)
  const sweeping = sweepContainers(docker).catch(() => {})
  cleanup.defer('sweep', () => sweeping)
  try {
    await fetchImage(docker, image, PURPOSE)
    order.signal?.throwIfAborted()
    const password = newPassword()
    const container = await startTethered(docker, postgresIn(image, password))
    cleanup.defer('remove the container', container.remove)
    const { host, port } = container
    const admin: Login = { host, port, user: 'postgres', password, database: 'postgres' }
    const majorVersion = await untilReady(admin, container, order.signal)
    const server: DatabaseServer = {
      backend: 'container',
      runId: newRunId(),
      majorVersion,
      admin,
      [Symbol.asyncDispose]: () => end(cleanup),
    }
    await unlessAborted(order.signal, order.prepare(server))
    return server
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

function postgresIn(image: string, password: string): ContainerOrder {
  // Every version knows the settings of the oldest.
  const settings = { ...settingsFor(OLDEST_VERSION), listen_addresses: '*' }
  return {
    image,
    entrypoint: ['docker-entrypoint.sh'],
    command: ['postgres', ...asArguments(settings)],
    env: { POSTGRES_PASSWORD: password, PGDATA: `${DATA}/data`, POSTGRES_INITDB_ARGS: INITDB_ARGUMENTS },
    port: 5432,
    memory: [DATA],
  }
}

async function untilReady(admin: Login, container: Tethered, signal: AbortSignal | undefined): Promise<number> {
  const deadline = performance.now() + READY_LIMIT_MS
  for (;;) {
    signal?.throwIfAborted()
    try {
      return await withAdmin(admin, versionOf)
    } catch (thrown) {
      const lastWords = await container.lastWords()
      if (lastWords === undefined && performance.now() < deadline) await sleep(READY_POLL_MS)
      else
        throw new Error(
          `Failed to start PostgreSQL in a container: ${lastWords ?? messageOf(thrown)}. Does the image keep to the conventions of the official postgres image?`,
        )
    }
  }
}
