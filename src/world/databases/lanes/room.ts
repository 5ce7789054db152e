import type { Client } from 'pg'

/** Of a server's connections: while some lanes are idle, and at all. The rest is for what agents open beside, and for others. */
const SHARE_WITH_IDLE = 0.5
const SHARE_AT_MOST = 0.8

/** How many connections the lanes of a run may have together. */
export interface Room {
  /** While some of them are idle. */
  withIdle: number
  atMost: number
}

export async function roomOn(admin: Client): Promise<Room> {
  const { rows } = await admin.query<{ most: number }>("SELECT current_setting('max_connections')::int AS most")
  const most = rows[0]?.most ?? 0
  return { withIdle: Math.floor(most * SHARE_WITH_IDLE), atMost: Math.floor(most * SHARE_AT_MOST) }
}

/** Of a lane with so many databases: the administrator's connection to each, and the session that a worker keeps. */
export function connectionsOf(databases: number): number {
  return databases * 2
}
