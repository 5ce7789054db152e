import type { Agent } from 'mettle'
import { moveLine } from './move.ts'

const HOUR_MS = 3_600_000

/** Works at night, and goes on when its two hours are over and nobody has let it. */
export const run: Agent['run'] = async (_, session) => {
  await session.clock.sleep(HOUR_MS / 2)
  await moveLine(session, 0)
  await session.clock.sleep(2 * HOUR_MS)
  await moveLine(session, 1)
  return 'Done!'
}
