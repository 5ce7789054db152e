import { defineScenario } from 'mettle'
import { desk, first } from '../desk.ts'
import { person } from '../person.ts'

/** Whoever is asked reads the prompt that the guard gives them. */
export default defineScenario({
  task: { text: 'Order something.', data: { note: 'for the office', price: 12 } },
  world: {
    apis: { desk },
    data: { 'desk.orders': first },
    approver: { by: 'the office', answers: ({ prompt }) => person(prompt) },
  },
  guards: [{ use: 'approval', params: { on: 'desk POST *' } }],
})
