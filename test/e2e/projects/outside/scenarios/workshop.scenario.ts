import { defineScenario, usd } from 'mettle'
import { desk } from '../world.ts'

/** Tools of the agent's own: nobody here sees what they do, and all of them ask for leave. */
export default defineScenario({
  task: { text: 'Tidy the workshop.' },
  world: {
    apis: { desk },
    hooks: {
      Bash: {
        access: 'write',
        cost: () => usd(1),
        reason: (input) => (input as { description?: string }).description,
      },
      Read: { access: 'read' },
      Deploy: {},
    },
    approver: { answers: ['approve', 'deny'], by: 'the foreman', afterMs: 10 },
  },
  guards: [
    { use: 'budget', params: { trial: 2.5 } },
    { use: 'approval', params: { on: 'tool Deploy' } },
  ],
  variants: {
    refused: [{ fault: 'permission-denied', on: 'tool Bash', when: { nth: 2 } }],
    silent: [{ fault: 'timeout', params: { afterMs: 300 }, on: 'tool Bash', when: { nth: 1 } }],
    reset: [{ fault: 'connection-reset', on: 'tool Bash', when: { nth: 1 } }],
  },
})
