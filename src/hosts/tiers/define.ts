/** Can this machine give a tier? */
export interface Availability {
  /** What is in the way, and what to do about it, in sentences. Undefined: nothing is. */
  lack?: string
  /** What gives it, with its version and what else is of note. */
  found?: string
}
