import type { Agent } from 'mettle'
import { moveLine } from './move.ts'

/** Moves at the right hour, and more than is there to be given. */
export const run: Agent['run'] = async (_, session) => {
  await session.clock.sleep(1_800_000)
  await moveLine(session, 0, 500)
  return 'Done!'
}
