import { defineScenario } from 'mettle'
import { office } from '../world.ts'

export default defineScenario({
  task: { text: 'Do what you do.' },
  world: { apis: { office }, clock: '2026-03-01T12:00:00Z' },
  variants: {
    late: [{ fault: 'latency', params: { ms: 60_000 }, on: 'office *' }],
    brief: [{ fault: 'latency', params: { ms: 500 }, on: 'office *' }],
    'turned-away': [{ fault: 'rate-limited', params: { retryAfterSeconds: 3_600 }, on: 'office *', when: { nth: 1 } }],
    dripping: [{ fault: 'slow-drip', params: { chunkBytes: 4, everyMs: 10_000 }, on: 'office *' }],
    cut: [
      { fault: 'latency', params: { ms: 60_000 }, on: 'office *' },
      { fault: 'stream-cut', params: { afterEvents: 1, how: 'error' }, on: 'office *' },
    ],
    silent: [{ fault: 'timeout', on: 'office *', when: { from: 1, to: 13 } }],
  },
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
})
