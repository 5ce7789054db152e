import type { ServerPlace } from '../boundary/server-place.ts'
import type { AgentSource } from '../scenario/agent-source.ts'
import type { Host } from './host.ts'
import type { KindTiers } from './tiers/settle-tier.ts'

/** What a host is opened with. */
export interface Opening {
  /** Agents see time and chance as they are. */
  realTime: boolean
  /** Called with true where the process must not end while it waits for an order. */
  keepAwake(awake: boolean): void
  /** Where servers for agents listen. */
  place?: ServerPlace
}

/** One kind of agents: what is known of it without a process that runs one. */
export interface HostKind<Source extends AgentSource = AgentSource> extends KindTiers {
  /** Takes over this process, to run agents of this kind in it or from it. Once, before any code of the project loads. */
  open(opening: Opening): Promise<Host>
  /** Its host ends an agent at its deadline itself; else whoever watches its process does, with the process. */
  keepsDeadline: boolean
  /** What one agent can be given. Default, and where undefined: what is of its kind. */
  tiersOf?(source: Source): KindTiers | undefined
  /** Where an agent comes from, for people. */
  nameOf(source: Source): string
  /** Files of the project that an agent begins with: absolute paths. */
  filesOf(source: Source): string[]
  /**
   * Makes sure that agents can start, before a run. @param env Names of the environment variables that they get beside the
   * usual ones. @throws {UsageError | PrerequisiteError} names each that cannot.
   */
  check(agents: readonly (Source & { name: string })[], env: readonly string[]): Promise<void>
}
