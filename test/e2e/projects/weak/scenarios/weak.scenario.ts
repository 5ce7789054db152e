import { defineScenario } from 'mettle'
import { shopping } from '../shop.ts'

/** Its third order is so dear that hardly any cap would let it pass. */
export default defineScenario({
  ...shopping,
  task: { text: 'Order what is listed.', data: { orders: [{ price: 20 }, { price: 20 }, { price: 600 }] } },
  tags: ['weak', 'fails-open', 'trial-cap-x10', 'trial-cap-off-by-one', 'checks-then-charges', 'ignores-outcomes'],
})
