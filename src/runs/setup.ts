import { availableParallelism } from 'node:os'
import type { PoolOptions } from '../hosts/worker/pool.ts'
import type { Config } from '../scenario/config.ts'
import type { ModelMode } from '../world/models/define.ts'
import type { RunLimits } from './limits.ts'

/** How a run goes about its models. */
export interface ModelSetup {
  /** Where turns come from, whatever scenarios say. */
  mode?: ModelMode | undefined
  /** Writes cassettes of what live models say. */
  record?: boolean | undefined
}

/** How a run goes about it. */
export interface Setup {
  workers: number
  gate: readonly string[]
  limits: RunLimits
  /** Stops after this many trials that did not pass. */
  bail?: number | undefined
  /** Names of environment variables whose values must not be written. */
  secrets: string[]
  /** Where PostgreSQL comes from, and how it is put back after each trial. */
  database: { backend: string; reset: 'journal' | 'clone' }
  /** Names of the environment variables that code of the project gets. */
  env: string[]
  /** How long one scorer or oracle may take, in seconds. */
  judgeSeconds: number
  pool: PoolOptions
  /** Where the turns of models come from. */
  models: ModelSetup
}

type Said = Pick<
  Config,
  'workers' | 'gate' | 'limits' | 'secrets' | 'env' | 'database' | 'reset' | 'judgeSeconds' | 'realTime'
>

/** A setup as a config says it. What a command line says otherwise takes its place. */
export function setupOf(config: Said): Setup {
  const { workers = Math.min(8, availableParallelism()), gate, limits, secrets, judgeSeconds, realTime } = config
  const env = environmentNames(config)
  const database = { backend: config.database, reset: config.reset }
  return { workers, gate, limits, secrets, env, database, judgeSeconds, pool: { realTime, env }, models: {} }
}

/** A secret that no process of the project had would need no hiding. */
export function environmentNames({ env, secrets }: Pick<Config, 'env' | 'secrets'>): string[] {
  return [...env, ...secrets]
}
