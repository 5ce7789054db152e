import { defineScenario } from 'mettle'
import { shop } from './shop-api.ts'

const REFUND = 'shop POST /refunds'

export default defineScenario({
  task: {
    text: '{{customer}} sends order {{order}} back. Refund it in full, once, and report the id of the refund.',
    data: { customer: 'Ada', order: 'ord_1' },
  },
  world: { apis: { shop } },

  // What must hold whatever happens: no refund above $50, no more than $100 in all, no running in circles.
  guards: [{ use: 'budget', params: { action: 50, trial: 100 } }, { use: 'loop-breaker' }],
  requires: ['budget'],

  // What goes wrong. `calm`, where nothing does, is always there.
  variants: {
    // The refund is made, and its answer does not arrive. Whoever repeats it blindly pays twice.
    'lost-reply': [{ fault: 'lost-reply', on: REFUND, when: { nth: 1 } }],
    unavailable: [{ fault: 'unavailable', on: REFUND, when: { nth: 1 } }],
  },

  // What counts is what the shop shows in the end, not what the agent says.
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'shop.refunds', op: 'create', where: { order: 'ord_1', amount: 4900 }, count: 1 }],
        others: 'forbid',
      },
    },
    { use: 'answer', params: { includes: [{ collection: 'shop.refunds', field: 'id', where: { order: 'ord_1' } }] } },
    { use: 'limits', params: { writes: 2 } },
  ],

  saint: '../agents/careful.ts',
  tags: ['shop'],
})
