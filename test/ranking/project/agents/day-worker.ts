import type { Agent } from 'mettle'
import { moveOne } from './move.ts'

/** Does not wait for the night. */
export const run: Agent['run'] = async (_, session) => {
  await moveOne(session, 0)
  return 'Done!'
}
