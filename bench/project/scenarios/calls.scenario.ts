import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

/** As many calls as an agent likes, under two guards and a plan of one entry. */
export default defineScenario({
  task: { text: 'Make calls.' },
  world: { apis: { shop } },
  guards: [
    { use: 'budget', params: { trial: 1_000_000 } },
    { use: 'approval', params: { on: 'shop POST *', over: { usd: 10 } } },
  ],
  variants: {
    // It looks at every call and selects none within a bench's reach.
    planned: [{ fault: 'latency', params: { ms: 1 }, on: 'shop *', when: { nth: 1_000_000_000 } }],
  },
})
