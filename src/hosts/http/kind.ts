import { PrerequisiteError } from '../../kernel/errors.ts'
import type { ServiceSource } from '../../scenario/agent-source.ts'
import type { HostKind } from '../kind.ts'
import { checkProgram, filesOfProgram } from '../programs/check.ts'
import type { KindTiers } from '../tiers/settle-tier.ts'
import { takesConnections } from './ask.ts'

/** Nobody can put it in a sandbox any more. */
const RUNS_ALREADY: KindTiers = {
  ...{ tiers: ['T1'], usualTier: 'T1' },
  unseen: 'a service that runs already has no sandbox: nobody sees what else it does',
  instead: 'Have mettle start it: `start` in the config.',
}

/** Services that are asked over HTTP. */
export const service: HostKind<ServiceSource> = {
  open: async ({ place }) => {
    const { serviceHost } = await import('./host.ts')
    return serviceHost(place)
  },
  keepsDeadline: true,
  ...{ tiers: ['T1', 'T2'], usualTier: 'T2' },
  tiersOf: ({ start }) => (start ? undefined : RUNS_ALREADY),
  nameOf: ({ url, start }) => (start ? start.argv.join(' ') : url),
  filesOf: ({ start }) => (start ? filesOfProgram(start) : []),
  check: async (agents, env) => {
    for (const { name, start, url } of agents) {
      if (start) checkProgram(name, start, env)
      else if (!url.includes('{{') && !(await takesConnections(url))) {
        throw new PrerequisiteError(
          `Failed to reach agent "${name}": nobody listens at ${url}. Start it, or say how in \`start\`.`,
        )
      }
    }
  },
}
