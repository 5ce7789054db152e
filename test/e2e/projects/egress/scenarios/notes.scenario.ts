import { defineApi, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const desk = defineApi({ handlers: [http.get('https://desk.test/notes', () => HttpResponse.json([]))] })

export default defineScenario({
  task: { text: 'Look at the notes, and say done.' },
  world: { apis: { desk } },
  scorers: [{ use: 'answer', params: { includes: ['done'] } }],
})
