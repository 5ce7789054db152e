import { defineScenario } from 'mettle'
import { desk } from '../../harness/world.ts'
import { carla } from '../people.ts'

export default defineScenario({
  task: { text: 'Leave a note.' },
  world: { apis: { desk }, approver: carla },
  guards: [{ use: 'approval' }],
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', count: 1 }] } }],
})
