import type { Clock } from '../kernel/clock.ts'
import type { Call } from './call.ts'

/** How long who answers may think, in ms of the trial's clock. Who needs a person holds the call. */
export const THINKING_MS = 30_000

/** Why waiting ends. One for all: an error of its own for each call would cost more than the guards. */
const ANSWERED = new Error('The answer is there')

/**
 * Waits for a guard, or for code that approves. What does not answer has failed, not the agent that waits for it: so too where
 * the agent gave up first.
 * @param limitMs In ms of the trial's clock.
 * @throws {Error} there was no answer.
 */
export async function inTime<T>(
  said: Promise<T>,
  call: Pick<Call, 'signal'>,
  { clock, signal }: { clock: Clock; signal: AbortSignal },
  limitMs: number = THINKING_MS,
): Promise<T> {
  const over = new AbortController()
  const late = new Promise<never>((_, reject) => {
    const fail = (when: string) => reject(new Error(`it had not answered ${when}`))
    const listen = { once: true, signal: over.signal }
    let gaveUp = call.signal.aborted && !signal.aborted
    const giveUp = () => {
      gaveUp = !signal.aborted
    }
    call.signal.addEventListener('abort', giveUp, listen)
    signal.addEventListener('abort', () => gaveUp && fail('when the trial ended, after its client gave up'), listen)
    clock.sleep(limitMs, over.signal).then(
      () => fail(`after ${limitMs} ms`),
      () => {},
    )
  })
  try {
    return await Promise.race([said, late])
  } finally {
    over.abort(ANSWERED)
  }
}
