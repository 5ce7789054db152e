import type { Tier } from '../record/tier.ts'
import type { AgentSource } from '../scenario/agent-source.ts'
import type { Isolation } from '../stage/order.ts'
import { command } from './command/kind.ts'
import { functions } from './function/kind.ts'
import { service } from './http/kind.ts'
import type { HostKind } from './kind.ts'
import { settleTier } from './tiers/settle-tier.ts'

type Kinds = { [Kind in AgentSource['host']]: HostKind<Extract<AgentSource, { host: Kind }>> }

const kinds: Kinds = { function: functions, command, http: service }

/** The kind that runs an agent. */
export function kindOf(source: Pick<AgentSource, 'host'>): HostKind {
  // Each kind is asked about its own agents alone.
  return kinds[source.host] as HostKind
}

/** How an agent is isolated on this machine, or why it cannot be. @param asked Undefined: nobody says. */
export function isolate(source: AgentSource, asked: Tier | undefined): Promise<Isolation | { refused: string }> {
  const kind = kindOf(source)
  return settleTier(kind.tiersOf?.(source) ?? kind, source, asked)
}

/** Where an agent comes from, for people. */
export function sourceName(source: AgentSource): string {
  return kindOf(source).nameOf(source)
}

/** Files of the project that an agent begins with: absolute paths. */
export function filesOf(source: AgentSource): string[] {
  return kindOf(source).filesOf(source)
}

/** Makes sure that agents can start. @throws {UsageError | PrerequisiteError} names each of one kind that cannot. */
export async function checkAgents(
  agents: readonly (AgentSource & { name: string })[],
  env: readonly string[],
): Promise<void> {
  for (const host of Object.keys(kinds) as AgentSource['host'][]) {
    const own = agents.filter((agent) => agent.host === host)
    if (own.length > 0) await kindOf({ host }).check(own, env)
  }
}
