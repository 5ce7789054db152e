/**
 * Waits for something unless the signal aborts first: what is waited for then goes on unseen.
 * @param graceMs How long it may go on after that.
 * @throws the signal's reason
 */
export async function unlessAborted<T>(
  signal: AbortSignal | undefined,
  awaited: T | Promise<T>,
  graceMs = 0,
): Promise<T> {
  if (!signal) return awaited
  const { promise: over, reject } = Promise.withResolvers<never>()
  const refuse = () => reject(signal.reason)
  let timer: NodeJS.Timeout | undefined
  const abort = () => {
    if (graceMs === 0) refuse()
    else timer = setTimeout(refuse, graceMs)
  }
  if (signal.aborted) abort()
  signal.addEventListener('abort', abort, { once: true })
  try {
    return await Promise.race([awaited, over])
  } finally {
    signal.removeEventListener('abort', abort)
    clearTimeout(timer)
  }
}
