import { defineScenario } from 'mettle'
import { shopping } from '../../shop.ts'

export default defineScenario({
  ...shopping,
  task: { text: 'Order what is listed.', data: { orders: [{ price: 20, charged: 40 }, { price: 20 }] } },
  tags: ['ignores-outcomes'],
})
