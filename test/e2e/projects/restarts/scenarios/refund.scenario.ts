import { defineScenario } from 'mettle'
import { payments } from '../../../../../fixtures/apis/payments.ts'

export default defineScenario({
  task: { text: 'Refund ch_5002, once.' },
  world: { apis: { payments } },
  scorers: [
    {
      use: 'effects',
      params: { expect: [{ collection: 'payments.refunds', op: 'create', count: 1 }], others: 'forbid' },
    },
  ],
  variants: {
    'killed-before': [
      { fault: 'agent-restart', params: { moment: 'before' }, on: 'payments POST /v1/refunds', when: { nth: 1 } },
    ],
    'killed-after': [{ fault: 'agent-restart', on: 'payments POST /v1/refunds', when: { nth: 1 } }],
    'some-lost': [{ fault: 'lost-reply', on: 'payments POST /v1/refunds', when: { every: 3 } }],
  },
})
