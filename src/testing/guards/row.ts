/** A step as people read it. */
export interface Row {
  who: string
  does: string
  /** What was asked of the store, the clock or the world, and what came of it. */
  port: string
  /** What was really done so far. */
  sum: string
  /** What the law says. */
  says: string
}
