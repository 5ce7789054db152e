import { defineScenario } from 'mettle'

export default defineScenario({
  task: { text: 'Say done.' },
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
})
