import { defineScenario } from 'mettle'
import purchase from './purchase.scenario.ts'

/** As purchase, but a person must approve every order; the person answers at once. */
export default defineScenario({
  ...purchase,
  world: { ...purchase.world, approver: { answers: ['approve'], by: 'dana' } },
  guards: [
    { use: 'budget', params: { trial: 1_000_000 } },
    { use: 'approval', params: { on: 'shop POST *' } },
  ],
})
