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
}
