import type { Agent } from 'mettle'
import { moveLine } from './move.ts'

/** Does not wait for the night. */
export const run: Agent['run'] = async (_, session) => {
  await moveLine(session, 0)
  return 'Done!'
}
