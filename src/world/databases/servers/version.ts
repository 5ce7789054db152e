import type { Client } from 'pg'
import { PrerequisiteError } from '../../../kernel/errors.ts'

/** Older ones lack what journals rely on. */
export const OLDEST_VERSION = 15

/** The server's major version. @throws {PrerequisiteError} It is too old. */
export async function versionOf(client: Client): Promise<number> {
  const { rows } = await client.query<{ version: number }>(
    "SELECT current_setting('server_version_num')::int / 10000 AS version",
  )
  const version = rows[0]?.version ?? 0
  if (version >= OLDEST_VERSION) return version
  throw new PrerequisiteError(
    `Failed to use this PostgreSQL: it is version ${version}. Use ${OLDEST_VERSION} or newer.`,
  )
}
