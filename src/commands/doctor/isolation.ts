import { availability } from '../../hosts/tiers/availability.ts'
import type { Examination } from './check.ts'

/** Programs and services are usually run in a sandbox; without one their trials are inconclusive, unless T1 is accepted. */
export const isolation: Examination = {
  name: 'isolation',
  look: async () => {
    const { lack, found } = await availability('T2')
    if (lack === undefined) return { status: 'ok', found: `T2: ${found}` }
    return {
      status: 'warn',
      found: `T1 only: ${lack}`,
      advice:
        "Only agents in processes of their own need T2: accept tier: 'T1' for them in the config, or change that.",
    }
  },
}
