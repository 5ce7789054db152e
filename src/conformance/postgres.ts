import { randomBytes } from 'node:crypto'
import { withAdmin } from '../world/databases/servers/admin.ts'
import { startServer } from '../world/databases/servers/start-server.ts'
import type { DatabaseLogin } from './target.ts'

/** A PostgreSQL server for one run of the cases, which ends with it. */
export async function openServer(): Promise<AsyncDisposable & { login: DatabaseLogin }> {
  const server = await startServer('embedded', { digest: 'conformance', prepare: async () => {} })
  return { login: server.admin, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

/** An empty database on a server. Disposing of it ends who is still in it. */
export async function newDatabase(server: DatabaseLogin): Promise<AsyncDisposable & { login: DatabaseLogin }> {
  const name = `attempt_${randomBytes(6).toString('hex')}`
  await withAdmin(server, (client) => client.query(`CREATE DATABASE ${name}`))
  const drop = async () =>
    void (await withAdmin(server, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)))
  return { login: { ...server, database: name }, [Symbol.asyncDispose]: drop }
}
