/**
 * How a case of a control standard ended against mettle's own seat for guards. 'held': what it expects of what ran is what ran. 'differs':
 * something else ran. 'no such notion': mettle has no counterpart for what the case is about.
 */
export type Standing = 'held' | 'differs' | 'no such notion'

export interface AcsFound {
  /** 'AH-CTK-010', or the name of a case of mettle's own. */
  id: string
  title: string
  outcome: Standing
  /** What ran, or what mettle lacks. */
  why: string
  /** Parts of the case that were not looked at, since mettle has no counterpart: 'records'. */
  unlooked: readonly string[]
}
