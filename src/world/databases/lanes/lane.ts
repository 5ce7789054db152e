import type { Login } from '../servers/server.ts'

/** How a trial reaches one database of its lane. Plain JSON: it is part of the order that a worker gets. */
export interface LaneLogin extends Login {
  /** Opens what the lane's role cannot read: what its own statements changed. Known to the worker's harness alone; new in each trial. */
  secret: string
  /** The oid of the function that is asked. */
  question: number
  /** The oid of the one that says whether there is anything to be asked about. */
  reach: number
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

/** What a lane is put back by: what its trial touched, whole tables, or a fresh clone of the template. */
export type ResetKind = 'journal' | 'reload' | 'clone'

export interface ReleaseOrder {
  /**
   * 'kept': the worker goes on and its sessions may stay, those whose last message was `FORGET`. 'ended': all are ended, and
   * until they are, nobody logs in.
   */
  sessions: 'kept' | 'ended'
  /** By database, how many committed changes are known. Where the journal has another number, they come as `unreported`. */
  reported?: Readonly<Record<string, number>>
}

export interface Released {
  reset: ResetKind
  /** Why a clone was needed. The sessions of a worker do not outlive one. */
  why?: string
  /** How many changes the trial committed. */
  changes: number
  /** All committed changes of the databases in which more or fewer happened than were reported. */
  unreported?: Readonly<Record<string, (RowChange & { pid: number })[]>>
  /** How many of them are too many to be listed. */
  beyond: number
  /** What could not be done. The lane is not to be used again if there is one. */
  problems: string[]
}

/** The databases and the login role that one worker uses. */
export interface Lane {
  /** From 1. */
  readonly number: number
  /** How the next trial logs in: nothing to wait for. */
  lease(): LaneLogins
  /** Ends what the trial left open, and puts everything back. The passwords and secrets of the trial are worthless afterwards. */
  release(order: ReleaseOrder): Promise<Released>
  /** By database: what differs from the pristine copy. Compares every row. */
  verify(): Promise<Readonly<Record<string, string[]>>>
}
