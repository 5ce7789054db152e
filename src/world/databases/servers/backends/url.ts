import type { Client } from 'pg'
import { Cleanup } from '../../../../kernel/cleanup.ts'
import { messageOf, PrerequisiteError } from '../../../../kernel/errors.ts'
import { withAdmin } from '../admin.ts'
import { end } from '../end.ts'
import { newRunId } from '../run-id.ts'
import type { DatabaseServer, Login, ServerOrder } from '../server.ts'
import { loginOf } from '../url/login.ts'
import { registerRun, removeRun, sweepRuns } from '../url/registry.ts'
import { versionOf } from '../version.ts'

/** Dropping databases may wait for their sessions to end. */
const REMOVE_LIMIT_MS = 30_000

/** Uses a server that is there already, and takes along at the end whatever is named `mettle_<runId>_...`. */
export async function useServer(url: string, order: ServerOrder): Promise<DatabaseServer> {
  const admin = loginOf(url)
  const runId = newRunId()
  const cleanup = new Cleanup(REMOVE_LIMIT_MS)
  try {
    const majorVersion = await enter(admin, runId, cleanup)
    const server: DatabaseServer = {
      backend: 'url',
      runId,
      majorVersion,
      admin,
      [Symbol.asyncDispose]: () => end(cleanup),
    }
    order.signal?.throwIfAborted()
    await order.prepare(server)
    return server
  } catch (thrown) {
    await cleanup[Symbol.asyncDispose]()
    throw thrown
  }
}

async function enter(admin: Login, runId: string, cleanup: Cleanup): Promise<number> {
  try {
    return await withAdmin(admin, async (client) => {
      const version = await versionOf(client)
      await demandSuperuser(client, admin)
      await sweepRuns(client)
      cleanup.defer('drop the databases and roles of the run', () => withAdmin(admin, (last) => removeRun(last, runId)))
      await registerRun(client, runId)
      return version
    })
  } catch (thrown) {
    if (thrown instanceof PrerequisiteError) throw thrown
    throw new PrerequisiteError(
      `Failed to use the PostgreSQL at ${admin.host}:${admin.port}: ${messageOf(thrown)}. Check the URL with \`psql\`.`,
    )
  }
}

async function demandSuperuser(client: Client, { user }: Login): Promise<void> {
  const { rows } = await client.query<{ superuser: string }>("SELECT current_setting('is_superuser') AS superuser")
  if (rows[0]?.superuser === 'on') return
  throw new PrerequisiteError(
    `Failed to use this PostgreSQL: ${user} is no superuser, and only one can watch what agents do to the schema and set back what they did to the rows. Run \`ALTER ROLE ${user} SUPERUSER\` as a superuser, give another user in the URL, or use \`--database embedded\`.`,
  )
}
