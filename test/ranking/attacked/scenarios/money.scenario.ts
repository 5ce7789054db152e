import { defineScenario, usd } from 'mettle'
import { desk, first } from '../desk.ts'

export default defineScenario({
  task: { text: 'Order something.', data: { price: 12, note: 'none' } },
  world: {
    apis: { desk },
    data: { 'desk.orders': first },
    models: { scripted: { price: { input: usd(30), output: usd(60) }, policy: () => ({ text: 'More.' }) } },
  },
  guards: [{ use: 'budget', params: { trial: 1, on: ['desk *', 'model *'] } }],
  requires: ['budget'],
})
