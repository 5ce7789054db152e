import { defineScenario } from 'mettle'
import { apis } from '../world.ts'

export default defineScenario({
  task: { text: 'Ask, and give up when it takes too long.', data: { limit: 3_000 } },
  world: { apis },
  variants: {
    late: [{ fault: 'latency', params: { ms: 10_000 } }],
    dripping: [{ fault: 'slow-drip', params: { chunkBytes: 1, everyMs: 10_000 } }],
  },
})
