import type { CommandSource } from '../../scenario/agent-source.ts'
import type { HostKind } from '../kind.ts'
import { checkProgram, filesOfProgram } from '../programs/check.ts'

/** Programs in any language, each trial in a process of its own. */
export const command: HostKind<CommandSource> = {
  open: async ({ place }) => {
    const { commandHost } = await import('./host.ts')
    return commandHost(place)
  },
  keepsDeadline: true,
  ...{ tiers: ['T1', 'T2', 'T3'], usualTier: 'T2' },
  nameOf: ({ argv }) => argv.join(' '),
  filesOf: filesOfProgram,
  check: async (agents, env) => {
    for (const { name, ...source } of agents) checkProgram(name, source, env)
  },
}
