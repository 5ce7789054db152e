import { defineScenario } from 'mettle'
import { desk, leaveNote } from '../desk.ts'

const MEGABYTE = 1024 * 1024

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
  // Long enough for a loaded machine, and roomy enough for a worker to be used again.
  limits: { deadlineMs: 10_000, maxCalls: 200, maxOutputBytes: 200_000, maxMemoryBytes: 400 * MEGABYTE },
})
