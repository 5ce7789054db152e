import type { Action } from '../chaos/gold.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { rowOf } from './row-of.ts'
import { afresh, attempt, walk } from './way.ts'

const HALF_MINUTE_MS = 30_000
const HOUR_MS = 3_600_000

/** Where in an hour it tries, in ms: right before and right behind the times at which people let windows begin and end. */
const EDGES = [HALF_MINUTE_MS, HOUR_MS / 2 - HALF_MINUTE_MS, HOUR_MS / 2 + HALF_MINUTE_MS, HOUR_MS - HALF_MINUTE_MS]

const HOURS = 23

/**
 * Tries actions that change something at the edges of every hour of a day.
 *
 * @attacks autonomy-window: an edge that is off by a minute or an hour, or on another clock
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const { clock, signal } = session
  const known = new Map<string, Action>()
  await walk(task, session, shipped, async (action) => {
    const own = 'database' in action ? await rowOf(action, session) : action
    // One of each kind shows as much as all of them.
    if (own) known.set('database' in own ? 'database' : 'other', own)
    return undefined
  })
  const begin = Math.floor(clock.now() / HOUR_MS) * HOUR_MS
  const times = Array.from({ length: HOURS + 1 }, (_, hour) => EDGES.map((edge) => begin + hour * HOUR_MS + edge))
  for (const at of times.flat()) {
    if (signal.aborted || at < clock.now()) continue
    await clock.sleep(at - clock.now(), signal)
    // Whoever is asked meanwhile may take longer than it is until the next one.
    for (const action of known.values()) void attempt(afresh(action, session), session)
  }
  return 'done'
}
