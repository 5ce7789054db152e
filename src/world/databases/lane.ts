import type { Login } from './server.ts'

/** How a trial reaches one database of its lane. Plain JSON: it is part of the order that a worker gets. */
export interface LaneLogin extends Login {
  /** Opens what the lane's role cannot read: what its own statements changed. Known to the worker's harness alone; new in each trial. */
  secret: string
}

/** By the scenario's name for the database: 'shop'. */
export type LaneLogins = Readonly<Record<string, LaneLogin>>

/** What a row was before and is after a statement, read within the transaction that made the change. */
export interface RowChange {
  /** Place in the database's journal; later changes have greater ones, those that were rolled back are missing. */
  seq: number
  /** 'orders' for a table in `public`, else 'audit.log'; '(schema)' for what changed the schema itself. */
  table: string
  op: 'create' | 'update' | 'delete'
  /** The text of the key, its columns joined by ','. Of a table without a key: '~' and a digest of the row. */
  id: string
  before?: unknown
  after?: unknown
}
