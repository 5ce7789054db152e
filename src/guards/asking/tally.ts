/** What calls touched without approval, by call. Whether a person was asked about a call never counts twice. */
export interface Tally {
  /** By all calls but this one. */
  others(call: string): number
  note(call: string, items: number): void
  /** What was noted of it was too little; nothing where nothing was noted. */
  raise(call: string, items: number): void
  /** It touched nothing in the end: it never ran, or was rolled back. */
  forget(call: string): void
}

/** @param adds Without it every call is looked at by itself. */
export function createTally(adds: boolean): Tally {
  const touched = new Map<string, number>()
  let sum = 0
  const forget = (call: string) => {
    sum -= touched.get(call) ?? 0
    touched.delete(call)
  }
  const note = (call: string, items: number) => {
    forget(call)
    touched.set(call, items)
    sum += items
  }
  return {
    others: (call) => (adds ? sum - (touched.get(call) ?? 0) : 0),
    note,
    raise: (call, items) => {
      if (items > (touched.get(call) ?? items)) note(call, items)
    },
    forget,
  }
}
