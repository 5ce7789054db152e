import { defineScenario } from 'mettle'
import { shopping } from '../../shop.ts'

export default defineScenario({
  ...shopping,
  task: { text: 'Order what is listed.', data: { orders: [{ price: 20 }, { price: 20 }, { price: 10.01 }] } },
  tags: ['trial-cap-off-by-one'],
})
