import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

export default defineScenario({
  task: { text: 'Answer every message once, and close it.', data: { work: 'inbox' } },
  world: { apis: { shop }, clock: '2026-03-03T10:00:00Z' },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [
          { collection: 'shop.replies', op: 'create', count: 1 },
          { collection: 'shop.messages', op: 'update' },
        ],
        others: 'forbid',
      },
    },
  ],
  saint: '../agents/saint.ts',
})
