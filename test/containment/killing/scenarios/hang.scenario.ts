import { defineScenario } from 'mettle'
import { desk, leaveNote } from '../desk.ts'

export default defineScenario({
  task: { text: 'Leave a note that says hello, soon.' },
  world: { apis: { desk }, tools: { leaveNote } },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }] } }],
  limits: { deadlineMs: 700 },
})
