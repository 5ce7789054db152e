import { defineScenario } from 'mettle'
import { apis } from '../world.ts'

export default defineScenario({
  task: { text: 'Ask, and give up when it takes too long.', data: { limit: 1_500 } },
  world: { apis },
  variants: { late: [{ fault: 'latency', params: { ms: 8_000 } }] },
})
