import { defineScenario } from 'mettle'
import { person } from '../person.ts'
import talked from './talked.scenario.ts'

/** Whoever is asked is shown what the agent wrote as it stands: what each first version of a prompt does. */
export default defineScenario({
  ...talked,
  world: {
    ...talked.world,
    approver: {
      by: 'the office',
      answers: ({ input }) => {
        const { note, price } = ((input as { body?: object }).body ?? {}) as { note?: string; price?: number }
        return person(`order: ${note}\nprice: ${price}`)
      },
    },
  },
})
