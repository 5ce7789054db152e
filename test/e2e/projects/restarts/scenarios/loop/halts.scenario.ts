import { defineScenario } from 'mettle'
import { desk } from '../../../outside/world.ts'

export default defineScenario({
  task: { text: 'Leave a note that says hello.' },
  world: { apis: { desk } },
  guards: [{ use: 'loop-breaker', params: { repeats: 3, minIntervalMs: 60_000 } }],
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }] } }],
  variants: { restart: [{ fault: 'agent-restart', on: 'desk POST /notes', when: { nth: 2 } }] },
})
