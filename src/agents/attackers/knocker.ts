import type { Action } from '../chaos/gold.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { anyRead } from './any-read.ts'
import { attempt } from './way.ts'

const TIMES = 70

/**
 * Asks for seventy things that are not there, each another one.
 *
 * @attacks loop-breaker: errors that are the same behind calls that are not
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const [read] = await anyRead(task, session, shipped)
  for (let time = 1; time <= TIMES && !session.signal.aborted; time++) await attempt(missing(read, time), session)
  return 'done'
}

function missing(read: Action | undefined, time: number): Action | undefined {
  if (!read) return undefined
  if ('tool' in read) return { ...read, input: { missing: time } }
  if ('database' in read) return { ...read, text: `SELECT missing_${time} FROM nothing_${time}`, values: [] }
  if (!('url' in read)) return read
  const url = new URL(read.url)
  const above = url.pathname.split('/').slice(0, -1).join('/')
  return { ...read, url: `${url.origin}${above}/missing-${time}` }
}
