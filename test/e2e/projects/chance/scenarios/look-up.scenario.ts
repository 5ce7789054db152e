import { defineCollection, defineScenario, defineTool, preset } from 'mettle'
import { z } from 'zod'

interface Price {
  price: number
}

const seeds = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`item_${at + 1}`, { price: (at + 1) * 100 }]))
const prices = defineCollection<Price>('shop.prices', seeds)

const lookUp = defineTool({
  description: 'Tells the price of an item',
  input: z.strictObject({ item: z.int() }),
  access: 'read',
  collections: [prices],
  handler: ({ item }) => ({ item, price: prices.get(`item_${item}`)?.price ?? 0 }),
})

export default defineScenario({
  task: { text: 'Tell the prices of items 1 to 8.' },
  world: { tools: { look_up: lookUp } },
  variants: {
    half: [{ fault: 'unavailable', when: { probability: 0.5 } }],
    late: [{ fault: 'latency', when: { during: { fromMs: 0, toMs: 5_000 } } }],
    storm: [{ preset: 'rate-limit-storm' }],
    lies: [{ preset: 'lying-tools', on: 'tool *' }],
    // Three seconds into it, before the third look.
    repriced: [
      { fault: 'latency', params: { ms: 1_500 } },
      {
        fault: 'concurrent-change',
        params: { collection: 'shop.prices', id: 'item_4', set: { price: 7 } },
        when: { during: { fromMs: 2_000 } },
      },
    ],
    'brown-out': preset('brownout', 'tool look_up'),
  },
  scorers: [
    { use: 'answer', params: { includes: ['100'] }, severity: 'should' },
    { use: 'no-collateral', params: { allow: [] } },
  ],
})
