import { defineScenario } from 'mettle'
import { notes } from '../notes.ts'

/** One look, one note. */
export default defineScenario({
  task: { text: 'Look at the notes, then write one.' },
  world: { apis: { notes } },
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'notes.all', op: 'create', count: 1 }], others: 'forbid' } },
  ],
  limits: { deadlineMs: 2_500 },
})
