import { defineScenario } from 'mettle'
import { desk, leaveNote } from '../desk.ts'

export default defineScenario({
  task: { text: 'Leave a note that says hello.' },
  world: { apis: { desk }, tools: { leaveNote } },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'desk.notes', op: 'create', where: { text: 'hello' }, count: 1 }],
        others: 'forbid',
      },
    },
  ],
  limits: { deadlineMs: 700, maxCalls: 200, maxOutputBytes: 200_000, maxMemoryBytes: 200 * 1024 * 1024 },
})
