/** A second signal this soon is the first one passed on again: npm repeats what the terminal has sent to all, in ms. */
const ECHO_MS = 500
/** How long the end of a run may take, in ms: a database that no longer answers keeps nobody waiting for ever. */
export const END_LIMIT_MS = 60_000

/** Ctrl-C, an orderly stop, and a terminal that is closed: each with the exit code that shells give it. */
export const INTERRUPTED = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const

type Ending = keyof typeof INTERRUPTED

/** What a command has of the signals that end it. */
export interface Interrupt extends Disposable {
  /** Aborts at the first one. */
  readonly signal: AbortSignal
  /** What to exit with; undefined where none came. */
  code(): number | undefined
}

/**
 * The first signal ends the run with what there is; another one, or an end that takes too long, ends the process at once. What
 * is half done then is undone by whoever asked for it, with `atExit`.
 * @param limitMs How long that end may take.
 * @param conclude Told of the first Ctrl-C, before it ends anything. True: it has its end by that, and is no interrupt.
 */
export function catchInterrupts(conclude: () => boolean = () => false, limitMs = END_LIMIT_MS): Interrupt {
  const controller = new AbortController()
  let since = 0
  let code: number | undefined
  const leave = () => process.exit(code)
  let concluded = 0
  const stop = (name: Ending) => {
    if (concluded === 0 && name === 'SIGINT' && conclude()) concluded = performance.now()
    else if (concluded > 0 && performance.now() - concluded < ECHO_MS) return
    else if (code === undefined) {
      since = performance.now()
      code = INTERRUPTED[name]
      setTimeout(leave, limitMs).unref()
      controller.abort()
    } else if (performance.now() - since > ECHO_MS) leave()
  }
  const names = Object.keys(INTERRUPTED) as Ending[]
  for (const name of names) process.on(name, stop)
  return {
    signal: controller.signal,
    code: () => code,
    [Symbol.dispose]: () => {
      // After an interrupt the process is about to end: an echo that comes now must not cut that short.
      if (code !== undefined) return
      for (const name of names) process.off(name, stop)
    },
  }
}
