import type { Json } from '../../kernel/json.ts'

export interface TrialStartedEvent {
  type: 'trial-started'
  trial: string
  seed: string
  agent: string
  model: string | null
  task: { text: string; data: Json }
  /** The world before the first call: collection -> id -> member. */
  world: Record<string, Record<string, Json>>
  /** Digests of what is in its databases at the start: 'shop' -> the name of a file in worlds/ beside the traces. */
  databases?: Readonly<Record<string, string>>
}
