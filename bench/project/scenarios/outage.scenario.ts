import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

/** The shop is silent for thirteen attempts: two hours and a quarter of time-outs and pauses. */
export default defineScenario({
  task: { text: 'Read an item, however long it takes.' },
  world: { apis: { shop } },
  variants: { silent: [{ fault: 'timeout', on: 'shop *', when: { from: 1, to: 13 } }] },
})
