import { defineScenario } from 'mettle'

export default defineScenario({
  task: { text: 'Say done.' },
  variants: { slow: [] },
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
  tags: ['quick'],
})
