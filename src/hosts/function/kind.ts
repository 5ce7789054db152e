import { shortPath } from '../../kernel/short-path.ts'
import type { FunctionSource } from '../../scenario/agent-source.ts'
import type { HostKind } from '../kind.ts'

/** Functions of modules, run in a worker's own process. */
export const functions: HostKind<FunctionSource> = {
  open: async ({ realTime, keepAwake }) => {
    const { functionHost } = await import('./host.ts')
    return functionHost(realTime, keepAwake)
  },
  keepsDeadline: false,
  ...{ tiers: ['T1', 'T2'], usualTier: 'T1' },
  nameOf: ({ module }) => shortPath(module),
  filesOf: ({ module }) => [module],
  check: async (agents, env) => {
    const { loadAgents } = await import('../loading/load-agents.ts')
    await loadAgents(agents, env)
  },
}
