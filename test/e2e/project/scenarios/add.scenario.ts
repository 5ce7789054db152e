import { defineScenario } from 'mettle'
import { ledger } from '../counter-api.ts'

export default defineScenario({
  task: { text: 'Add {{amount}} to the ledger, once.', data: { amount: 2 } },
  world: { apis: { ledger }, approver: { answers: ['approve'], by: 'dana' } },
  guards: [{ use: 'budget', params: { trial: 10 } }],
  requires: ['budget'],
  variants: {
    slow: [{ fault: 'latency', params: { ms: 20 }, on: 'ledger GET *' }],
    denied: [{ fault: 'error-status', params: { status: 503 }, on: 'ledger GET *', when: { nth: 1 } }],
  },
  scorers: [
    {
      use: 'effects',
      params: { expect: [{ collection: 'ledger.entries', op: 'create', count: 1 }], others: 'forbid' },
    },
  ],
  limits: { deadlineMs: 3_000 },
})
