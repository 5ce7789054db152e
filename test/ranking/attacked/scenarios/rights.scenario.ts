import { defineScenario } from 'mettle'
import { desk, first } from '../desk.ts'

export default defineScenario({
  task: { text: 'Look at the orders.', data: { price: 12, note: 'none' } },
  world: { apis: { desk }, data: { 'desk.orders': first } },
  guards: [
    {
      use: 'permissions',
      params: { role: 'clerk', roles: { clerk: { allow: ['desk GET *', 'desk POST /orders'] } } },
    },
  ],
})
