import type { Json } from '../../kernel/json.ts'

/** Where the turns of a model come from, by its name. */
export interface ModelOrigin {
  /** Replayed from a cassette, or asked in truth. */
  mode: 'recorded' | 'live'
  /** When the oldest of them was recorded, ISO 8601; absent for a live one. */
  recordedAt?: string
}

/** The first line: what was planned, and the world as it was. */
export interface TrialStartedEvent {
  type: 'trial-started'
  /** Id of the trial. */
  trial: string
  /** What its chance is drawn from. */
  seed: string
  /** As the config names it. */
  agent: string
  /** The model that was asked for; null leaves the choice to the agent. */
  model: string | null
  /** Where the turns of models came from that are not scripted. Absent where all are. */
  models?: Readonly<Record<string, ModelOrigin>>
  /** What the agent was asked. */
  task: { text: string; data: Json }
  /** What the scenario calls volatile: members that no two tries need to agree in. Absent for nothing. */
  volatile?: readonly string[]
  /** The world before the first call: collection -> id -> member. Empty where it is `stored`. */
  world: Record<string, Record<string, Json>>
  /** Of a world that takes more than 8 KiB: its digest, the name of a file in worlds/ beside the traces. */
  stored?: string
  /** Digests of what is in its databases at the start: 'shop' -> the name of a file in worlds/ beside the traces. */
  databases?: Readonly<Record<string, string>>
}
