/** The exact record of what was admitted, by call. Times in ms since 1970. */
export interface Admissions {
  /** Admits a call if the window has room for it; otherwise says when it will, or undefined where it never will. */
  admit(call: string, weight: number, now: number): true | { roomAt: number | undefined }
  /** It was heavier than it said; nothing where it was not admitted. */
  raise(call: string, weight: number): void
  /** Forgets a call that never ran. */
  withdraw(call: string): void
}

interface Admission {
  call: string
  weight: number
  /** When it was admitted, by a clock that never goes back. */
  at: number
}

/**
 * Any window of `spanMs` admits at most `limit`. A clock that goes back finds everything still there, and one that went
 * forward and back again has gained nothing: what counts is what was admitted less than a span before now, or after.
 */
export function createAdmissions(limit: number, spanMs: number): Admissions {
  let admitted: Admission[] = []
  // In order of time, so the window is the end of the list.
  const window = (now: number) => admitted.slice(admitted.findLastIndex(({ at }) => at <= now - spanMs) + 1)
  return {
    admit: (call, weight, now) => {
      const counted = window(now)
      const free = limit - sum(counted)
      if (weight <= free) {
        admitted.push({ call, weight, at: Math.max(now, admitted.at(-1)?.at ?? now) })
        return true
      }
      return { roomAt: weight <= limit ? roomAt(counted, weight - free, spanMs) : undefined }
    },
    raise: (call, weight) => {
      const found = admitted.find((one) => one.call === call)
      if (found) found.weight = Math.max(found.weight, weight)
    },
    withdraw: (call) => {
      admitted = admitted.filter((other) => other.call !== call)
    },
  }
}

/** When as much as is needed has left the window. */
function roomAt(counted: readonly Admission[], needed: number, spanMs: number): number | undefined {
  let left = 0
  for (const { weight, at } of counted) {
    left += weight
    if (left >= needed) return at + spanMs
  }
  return undefined
}

function sum(counted: readonly Admission[]): number {
  return counted.reduce((total, { weight }) => total + weight, 0)
}
