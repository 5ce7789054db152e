import type { Access } from '../trace/events/call.ts'

/** What the text of a statement says of it. Hints: what it may do is the role's to say, what it did the journal's. */
export interface SqlHints {
  /** 'shop UPDATE orders'. */
  target: string
  access: Access
  /** Further targets that it stands for: 'shop SELECT customers'. */
  covers?: string[]
  /** It begins, ends or steps back in a transaction. */
  control?: boolean
  /** It ends a transaction and begins the next one. */
  chains?: boolean
  /** It changes no rows: 'BEGIN', 'SET', 'SHOW'. */
  still?: boolean
  /** It reads or changes rows, and cannot end a transaction by itself. */
  rows?: boolean
  /** It wants rows from its client, which sends none: 'COPY ... FROM STDIN'. */
  feeds?: boolean
  /** The rows that it returns are in no order that it asks for. */
  unordered?: boolean
}
