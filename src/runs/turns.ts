/** Lets so many through at once, the others in the order in which they came. */
export interface Turns {
  /** Resolves when it is one's turn. Disposing of it lets the next one through. */
  take(): Promise<AsyncDisposable>
}

export function openTurns(most: number): Turns {
  const waiting: (() => void)[] = []
  let taken = 0
  const leave = async () => {
    const next = waiting.shift()
    if (next) next()
    else taken--
  }
  return {
    take: async () => {
      if (taken < most) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return { [Symbol.asyncDispose]: leave }
    },
  }
}
