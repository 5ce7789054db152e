import type { Client } from 'pg'

/** The rest is for what agents open beside, and for others. */
const SHARE_OF_LANES = 0.5

/** How many connections the lanes of a run may have together while some of them are idle. */
export async function roomOn(admin: Client): Promise<number> {
  const { rows } = await admin.query<{ most: number }>("SELECT current_setting('max_connections')::int AS most")
  return Math.floor((rows[0]?.most ?? 0) * SHARE_OF_LANES)
}

/** Of a lane with so many databases: the administrator's connection to each, and the session that a worker keeps. */
export function connectionsOf(databases: number): number {
  return databases * 2
}
