import { defineScenario } from 'mettle'
import { shop } from '../world.ts'

export default defineScenario({
  task: { text: 'Look at the items of the shop, in a process of your own.' },
  world: { apis: { shop } },
  scorers: [{ use: 'limits', params: { calls: 1 } }],
  limits: { deadlineMs: 5_000, freshWorker: true },
})
