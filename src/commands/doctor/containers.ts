import { availability } from '../../hosts/tiers/availability.ts'
import type { Examination } from './check.ts'

/** For programs that are to run at T3. */
export const containers: Examination = {
  name: 'containers',
  look: async () => {
    const { lack, found } = await availability('T3')
    if (lack === undefined) return { status: 'ok', found: `T3: ${found}` }
    const advice = "Only agents and scenarios that say tier: 'T3' need it."
    return { status: 'warn', found: `no T3: ${lack}`, advice }
  },
}
