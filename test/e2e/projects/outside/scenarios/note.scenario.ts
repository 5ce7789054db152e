import { defineScenario } from 'mettle'
import { desk } from '../world.ts'

export default defineScenario({
  task: { text: 'Leave a note that says {{word}}.', data: { word: 'hello' } },
  world: { apis: { desk } },
  scorers: [
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'desk.notes', op: 'create', where: { text: 'hello' }, count: 1 }],
        others: 'forbid',
      },
    },
  ],
  variants: {
    'restart-after': [{ fault: 'agent-restart', on: 'desk POST /notes', when: { nth: 1 } }],
    'restart-before': [
      { fault: 'agent-restart', params: { moment: 'before' }, on: 'desk POST /notes', when: { nth: 1 } },
    ],
  },
  limits: { deadlineMs: 20_000, maxCalls: 20, maxOutputBytes: 100_000, maxMemoryBytes: 250 * 1024 * 1024 },
})
