import type { Imports } from '../../kernel/import-graph.ts'

/** Where the process that loads finds its end of the wire. */
export const WIRE_FD = 3

/** Tells the process that loads to note what imports what. */
export const NOTE_IMPORTS = '--note-imports'

/** An agent as a module's export. */
export interface Loadable {
  /** As the config calls it. */
  name: string
  /** Absolute path of the module. */
  module: string
  export: string
}

/** What the process that loads tells, a line of JSON each. `index`: of the agent, among those it was asked for. */
export type Loading =
  | { type: 'began' | 'loaded'; index: number }
  | { type: 'imports'; imports: Imports }
  /** `reached`: it had asked for something outside by then, and found the door closed. */
  | { type: 'failed'; index: number; message: string; code?: string; reached: boolean }
