import type { Accepted } from '../../scenario/accepted.ts'
import type { Served } from '../../scenario/schema.ts'

/** Where the process that probes finds its end of the wire. */
export const WIRE_FD = 3

/** A scenario whose guards are to be probed. */
export interface ProbeOrder {
  id: string
  file: string
  accepted?: Accepted
  /** Models of the config. */
  served?: Served
}

/** What the process that probes tells, a line of JSON each. `index`: of the scenario, among those it was asked for. */
export type Probing =
  | { type: 'began'; index: number; guard: string }
  /** Code of the scenario's own is about to run, other than the one before. */
  | { type: 'under-way'; where: string }
  | { type: 'failed'; message: string }
  | { type: 'passed' }
