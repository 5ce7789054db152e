import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

/** Five calls, two guards that decide at once, three scorers. */
export default defineScenario({
  task: { text: 'Order tea twice.' },
  world: { apis: { shop } },
  guards: [
    { use: 'budget', params: { trial: 1_000_000 } },
    { use: 'approval', params: { on: 'shop POST *', over: { usd: 10 } } },
  ],
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'shop.orders', op: 'create', count: 2 }], others: 'forbid' } },
    { use: 'end-state', params: { rows: [{ collection: 'shop.orders', count: 2 }], unchanged: ['shop.items'] } },
    { use: 'trajectory', params: { order: [['shop GET *', 'shop POST *']] } },
  ],
})
