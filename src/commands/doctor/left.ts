import { findLeftovers } from '../../runs/leftovers.ts'
import type { Examination } from './check.ts'
import { countText, groundsOf } from './leftovers.ts'

/** What runs have left that were killed. */
export const leftovers: Examination = {
  name: 'leftovers',
  look: async ({ config }) => {
    const found = await findLeftovers(groundsOf(config))
    if (found.every(({ left }) => left.length === 0)) return { status: 'ok', found: 'none of dead runs' }
    return {
      status: 'warn',
      found: countText(found),
      advice: 'mettle doctor --leftovers lists them, --remove removes them.',
    }
  },
}
