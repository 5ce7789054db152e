import { defineScenario } from 'mettle'
import { shopping } from '../../shop.ts'

export default defineScenario({
  ...shopping,
  task: { text: 'Order what is listed.', data: { orders: [{ price: 20 }, { price: 20 }, { price: 100 }] } },
  variants: { down: [{ fault: 'guard-throws', guard: 'budget', when: { nth: 3 } }] },
  tags: ['fails-open'],
})
