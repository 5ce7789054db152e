import { defineScenario } from 'mettle'
import { office } from '../world.ts'

export default defineScenario({
  task: { text: 'Leave a note; somebody has to say yes.' },
  world: { apis: { office }, approver: { answers: ['approve'], by: 'dana', afterMs: 7_200_000 } },
  guards: [{ use: 'approval', params: { timeoutMs: 10_800_000 } }],
  requires: ['approval'],
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'office.notes', op: 'create', count: 1 }], others: 'forbid' } },
  ],
})
