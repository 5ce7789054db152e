/** A trial as the parent orders it from a worker. Everything is plain JSON: agents and saints are named, never passed. */
export interface TrialOrder {
  id: string
  scenario: { id: string; file: string }
  variant: string
  agent: AgentOrder
  model: string | null
  seed: string
  /** Absolute path of the trace to append to. */
  trace: string
  /** The chain's start, told to the worker alone. */
  nonce: string
  /** The run's seed, for the command that runs this trial again. */
  rootSeed: string
  /** Names of environment variables whose values must not be written. */
  secrets: string[]
}

export interface AgentOrder {
  name: string
  /** Absolute path of the module. */
  module: string
  /** The export that runs. */
  export: string
}

export type ToWorker = { type: 'trial'; order: TrialOrder }

/** What a worker tells its parent. None of it is a verdict: those come from the trace. */
export type FromWorker =
  | { type: 'ready' }
  | { type: 'agent-started' }
  /** The trial's last event is written. `dirt`: what keeps this worker from running another. */
  | { type: 'ended'; dirt: string[] }
