/** A second signal this soon is the first one passed on again: npm repeats what the terminal has sent to all, in ms. */
const ECHO_MS = 500

/** Ctrl-C, an orderly stop, and a terminal that is closed. */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * The first Ctrl-C ends the run with what there is; another one ends the process at once.
 * @param giveUp Leaves nothing half-written behind.
 */
export function catchInterrupts(giveUp: () => void) {
  const controller = new AbortController()
  let since = 0
  const stop = () => {
    if (!controller.signal.aborted) {
      since = performance.now()
      controller.abort()
    } else if (performance.now() - since > ECHO_MS) {
      giveUp()
      process.exit(130)
    }
  }
  for (const name of ENDING) process.on(name, stop)
  const release = () => {
    // After an interrupt the process is about to end: an echo that comes now must not cut that short.
    if (controller.signal.aborted) return
    for (const name of ENDING) process.off(name, stop)
  }
  return { signal: controller.signal, release }
}
