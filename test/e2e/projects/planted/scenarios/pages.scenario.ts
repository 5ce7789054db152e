import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

export default defineScenario({
  task: { text: 'Refund every order, each once.', data: { work: 'pages' } },
  world: { apis: { shop }, clock: '2026-03-03T10:00:00Z' },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'shop.refunds', op: 'create', count: 6, unique: 'order' }],
        others: 'forbid',
      },
    },
  ],
  saint: '../agents/saint.ts',
})
