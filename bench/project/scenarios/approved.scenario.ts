import { defineScenario } from 'mettle'
import calls from './calls.scenario.ts'

/** As calls, but a person must approve every order; the person answers at once. */
export default defineScenario({
  ...calls,
  world: { ...calls.world, approver: { answers: ['approve'], by: 'dana' } },
  guards: [
    { use: 'budget', params: { trial: 1_000_000 } },
    { use: 'approval', params: { on: 'shop POST *' } },
  ],
})
