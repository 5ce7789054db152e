import { defineScenario } from 'mettle'
import { book } from '../book.ts'

export default defineScenario({
  task: { text: 'Book the room.' },
  world: { tools: { book } },
  guards: [{ use: 'loop-breaker' }],
  scorers: [{ use: 'answer', params: { matches: ['done'] } }],
})
