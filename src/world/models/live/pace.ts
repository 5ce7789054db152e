/** Keeps what a provider is asked within what it allows in a minute. */
export interface Pace {
  /** Resolves when one more request of so many tokens may go out. @param tokens At the most. */
  turn(tokens: number, signal: AbortSignal): Promise<Turn>
}

export interface Turn {
  /** It took so many tokens in truth. */
  settle(tokens: number): void
}

const MINUTE_MS = 60_000

interface Sent {
  at: number
  tokens: number
}

/** @param limits Of a minute. What is left out is not limited. */
export function openPace({
  requests = Infinity,
  tokens: most = Infinity,
}: {
  requests?: number
  tokens?: number
}): Pace {
  let sent: Sent[] = []
  // One after the other: who came first goes first.
  let last: Promise<unknown> = Promise.resolve()
  const room = (tokens: number) => {
    const since = performance.now() - MINUTE_MS
    sent = sent.filter(({ at }) => at > since)
    // What is more than a minute allows goes alone.
    const fits = sent.length === 0 || sent.reduce((sum, one) => sum + one.tokens, tokens) <= most
    return sent.length < requests && fits
  }
  const wait = async (tokens: number, signal: AbortSignal): Promise<Turn> => {
    while (!room(tokens)) {
      const [oldest] = sent
      await pause(Math.max(1, (oldest?.at ?? 0) + MINUTE_MS - performance.now()), signal)
    }
    const one = { at: performance.now(), tokens }
    sent.push(one)
    return {
      settle: (actual) => {
        one.tokens = actual
      },
    }
  }
  return {
    turn: (tokens, signal) => {
      const next = last.then(() => wait(tokens, signal))
      last = next.catch(() => {})
      return next
    },
  }
}

/** @throws the signal's reason, when aborted first. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const stop = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal.addEventListener('abort', stop, { once: true })
  })
}
