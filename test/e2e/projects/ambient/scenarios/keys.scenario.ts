import { defineScenario } from 'mettle'

export default defineScenario({
  task: { text: 'Say your key.' },
  scorers: [{ use: 'answer', params: { equals: { key: 'sk-1' } } }],
})
