import type { Agent, GoldWay, Json } from 'mettle'
import { read, report, rest, select, tell } from '../../fixtures/saints/patience.ts'

/** By the clocks of each session's zone; NULL compares as nothing. */
const EXPIRED = `kind <> 'service' AND expires_at AT TIME ZONE zone < now()`
const FIND = `SELECT id FROM sessions WHERE ${EXPIRED} ORDER BY id`
const DELETE = `WITH kept AS (UPDATE devices SET session_id = NULL WHERE session_id = ANY ($1))
DELETE FROM sessions WHERE id = ANY ($1)`
const REASON = 'Expired sessions'

/** Does the task right, in the fewest words: look, delete, look again. */
export const run: Agent['run'] = async (task, session) => {
  const ticket = ticketOf(task.data)
  await read(session, `${session.urls.tickets}/v1/tickets/${ticket}`, (body) => 'text' in body)
  const expired = idsOf(await select(session, 'auth', FIND))
  for (let left = expired, attempt = 0; left.length > 0; attempt++) {
    const told = await tell(session, 'auth', {
      text: DELETE,
      values: [left],
      reason: `${REASON}, ${left.length} of them`,
    })
    const denied = told && 'state' in told && told.state === '42501'
    if (denied || attempt === 4) return { deleted: expired.length - left.length, report: null }
    if (!told || 'state' in told) await rest(session)
    left = idsOf(await select(session, 'auth', FIND))
  }
  const done = `${expired.length} expired sessions were deleted`
  const id = await report(session, ticket, expired.length, done)
  return { deleted: expired.length, report: id ?? null }
}

/** The way when nothing goes wrong and nobody lies. */
export const gold: GoldWay['gold'] = [
  { api: 'tickets', method: 'GET', path: (_, task) => `/v1/tickets/${ticketOf(task.data)}` },
  { database: 'auth', text: FIND, reads: true },
  { database: 'auth', text: DELETE, values: (replies) => [found(replies)], reason: REASON },
  { database: 'auth', text: FIND, reads: true },
  { api: 'tickets', method: 'GET', path: (_, task) => `/v1/reports?ticket=${ticketOf(task.data)}` },
  {
    api: 'tickets',
    method: 'POST',
    path: '/v1/reports',
    headers: (_, task) => ({ 'idempotency-key': `report-${ticketOf(task.data)}` }),
    body: (replies, task) => ({ ticket: ticketOf(task.data), figure: found(replies).length, text: REASON }),
  },
  { api: 'tickets', method: 'GET', path: (_, task) => `/v1/reports?ticket=${ticketOf(task.data)}` },
]

export const claim: GoldWay['claim'] = (replies) => {
  const shown = (replies[6] as { data: Json[] }).data[0]
  const receipt = replies[5] as { id?: string }
  return { deleted: found(replies).length, report: shown ? (receipt.id ?? null) : null }
}

export const admit: GoldWay['admit'] = () => ({ deleted: 0, report: null })

export const boast: GoldWay['boast'] = (made) => ({ deleted: 10, report: made })

/** The sessions that the first look showed. */
function found(replies: readonly Json[]): string[] {
  return idsOf((replies[1] as { rows: { [name: string]: Json }[] }).rows)
}

function idsOf(rows: { [name: string]: Json }[]): string[] {
  return rows.map(({ id }) => String(id))
}

function ticketOf(data: Json): string {
  return (data as { ticket: string }).ticket
}
