import type { Schedule } from '../faults/plan.ts'
import type { Json } from '../kernel/json.ts'
import type { Tier } from '../record/tier.ts'
import type { Accepted } from '../scenario/accepted.ts'
import type { AgentSource } from '../scenario/agent-source.ts'
import type { Served } from '../scenario/schema.ts'
import type { LaneLogins } from '../world/databases/lanes/lane.ts'
import type { ModelMode } from '../world/models/define.ts'
import type { ServicePlaces } from '../world/services/session/open.ts'

/** A trial as the parent orders it from a worker. Everything is plain JSON: agents and saints are named, never passed. */
export interface TrialOrder {
  id: string
  scenario: { id: string; file: string }
  variant: string
  agent: AgentOrder
  model: string | null
  /** From 1. */
  repeat: number
  seed: string
  /** What its faults draw their chance from, where it is not `seed`. */
  planSeed?: string
  /** Absolute path of the run's folder. */
  folder: string
  /** The chain's start, told to the worker alone. */
  nonce: string
  /** The run's seed, for the command that runs this trial again. */
  rootSeed: string
  /** Names of environment variables whose values must not be written. */
  secrets: string[]
  /** How the trial reaches its databases, and what is in them: a digest of the contents of each. */
  databases?: { logins: LaneLogins; contents: Readonly<Record<string, string>> }
  /** Where its services are, past which no agent is led. */
  services?: ServicePlaces
  /** What a person accepted for the scenario, as it was before the first trial. */
  accepted?: Accepted
  /** Where the turns of models come from, where the command line says it. */
  models?: { mode?: ModelMode; served?: Served }
  /** The calls that each entry of the plan acts on, where the trial was run before. */
  schedule?: Schedule
  /** The guard that is loosened, and how. The judge is not told: it judges by the guard as the scenario has it. */
  mutant?: MutantOrder
  /** Its trace is kept in memory, and it is judged in the process that ran it. */
  inPlace?: InPlace
}

/** What is told to whoever judges a trial where it ran. */
export interface InPlace {
  /** Of the scenario, as it was when the run began. */
  definition: string
  /** What else that takes: whoever asks knows. */
  about: Json
}

/** A guard of a scenario, and the mutant that stands in its place. */
export interface MutantOrder {
  guard: string
  name: string
}

/** An agent as one trial runs it. */
export type AgentOrder = AgentSource & {
  name: string
  /** What it is told as `task.params`. */
  params?: Readonly<Record<string, Json>>
  /** How it is isolated. Default: T1. */
  isolation?: Isolation
}

/** How strongly an agent is isolated in a trial. */
export interface Isolation {
  tier: Tier
  /** Set where nobody watches its process, nor accepted that: why, and what to do about it. */
  unwatched?: string
  /** What its container is made of, at T3. */
  container?: ContainerPlace
}

/** Where a container is made, and of what. */
export interface ContainerPlace {
  /** Where Docker listens: 'unix:///var/run/docker.sock'. */
  host: string
  /** The id of an image that is there. */
  image: string
}

/** How many effects of a trial are on each of its databases. */
export type ChangeCounts = Readonly<Record<string, number>>
