import type { SelectFlags } from './select.ts'

/** One part of a run, from 1. */
export interface Shard {
  index: number
  count: number
}

/** The options of `mettle run`, as the command line gives them. */
export interface RunFlags extends SelectFlags {
  config?: string
  workers?: number
  reporter?: string[]
  out?: string
  gate?: string[]
  bail?: number
  maxUsd?: number
  maxMinutes?: number
  baseline?: string
  list?: boolean
  shard?: Shard
  /** A run that says how long trials take. */
  durations?: string
  /** True: the last one. A text: the one that lies there. */
  resume?: string | true
  /** Where the queue is whose workers perform the trials. True: METTLE_QUEUE says so. */
  queue?: string | true
  deliveries?: number
  maxCallsPerMinute?: number
  maxTokensPerMinute?: number
  /** The project's files go with it. */
  bundle?: boolean
  /** This run is one of a watch. */
  watched?: boolean
  realTime?: boolean
  database?: string
  reset?: string
  models?: string
  record?: boolean
}

/** Those that say how a run goes about it. */
export type SetupFlags = Omit<RunFlags, keyof SelectFlags>
