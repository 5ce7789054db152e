import { defineScenario, defineTool, preset } from 'mettle'
import { z } from 'zod'

const lookUp = defineTool({
  description: 'Tells the price of an item',
  input: z.strictObject({ item: z.int() }),
  access: 'read',
  handler: ({ item }) => ({ item, price: item * 100 }),
})

export default defineScenario({
  task: { text: 'Tell the prices of items 1 to 8.' },
  world: { tools: { look_up: lookUp } },
  variants: {
    half: [{ fault: 'unavailable', when: { probability: 0.5 } }],
    late: [{ fault: 'latency', when: { during: { fromMs: 0, toMs: 5_000 } } }],
    storm: [{ preset: 'rate-limit-storm' }],
    lies: [{ preset: 'lying-tools', on: 'tool *' }],
    'brown-out': preset('brownout', 'tool look_up'),
  },
  scorers: [{ use: 'answer', params: { includes: ['100'] }, severity: 'should' }],
})
