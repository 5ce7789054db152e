import { MessageChannel } from 'node:worker_threads'
import type { Agent } from '../define.ts'

/**
 * Answers, and leaves something asleep that ends the process, hangs it or floods its output when the next trial runs.
 *
 * @attacks the trial that comes next, which must find a process without sleepers
 * @expect failed: Score or ended its own process or passed its
 */
export const run: Agent['run'] = (_, { random }) => {
  const strike = random.pick(STRIKES)
  random.pick(SLEEPERS)(strike)
  return 'done'
}

const STRIKES: (() => void)[] = [
  () => process.exit(0),
  () => {
    for (;;);
  },
  () => console.log('x'.repeat(300_000)),
]

// None of these keeps a process alive, so none shows in what the process says is active.
const SLEEPERS: ((strike: () => void) => void)[] = [
  (strike) => setTimeout(strike, 40).unref(),
  (strike) => setInterval(strike, 40).unref(),
  (strike) => AbortSignal.timeout(40).addEventListener('abort', strike),
  (strike) => {
    const { port1, port2 } = new MessageChannel()
    port1.on('message', () => setTimeout(strike, 10).unref())
    port1.unref()
    port2.unref()
    port2.postMessage('wake up')
  },
]
