import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

export default defineScenario({
  task: { text: 'Work with the orders.' },
  world: { databases: { shop } },
  variants: { slow: [{ fault: 'latency', params: { ms: 60_000 }, on: 'shop UPDATE orders' }] },
  limits: { deadlineMs: 8_000 },
})
