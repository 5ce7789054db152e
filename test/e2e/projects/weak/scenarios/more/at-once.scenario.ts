import { defineScenario } from 'mettle'
import { shopping } from '../../shop.ts'

export default defineScenario({
  ...shopping,
  task: { text: 'Order what is listed.', data: { orders: [{ price: 30 }, { price: 30 }], together: true } },
  // Otherwise the first is over before the second is asked for.
  variants: { slow: [{ fault: 'latency', params: { ms: 200 }, on: 'shop POST *' }] },
  tags: ['checks-then-charges'],
})
