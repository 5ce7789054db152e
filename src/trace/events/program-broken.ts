/** A safeguard that is a program was asked something, and the plan has it fail: what it said was not passed on as it was. */
export interface ProgramBrokenEvent {
  type: 'program-broken'
  /** The guard of the scenario that stands for it. */
  guard: string
  /** Index in the variant's plan. */
  entry: number
  /** The fault's name. */
  fault: string
  /** What it was asked about: the name of a tool. Absent where it does not say. */
  tool?: string
  /** What it said, or would have said where it was not passed on: 'allow' or 'deny'. */
  sound: 'allow' | 'deny'
}
