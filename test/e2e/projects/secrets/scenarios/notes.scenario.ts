import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const notes = defineCollection<{ text: string }>('desk.notes')

const desk = defineApi({
  collections: [notes],
  handlers: [
    http.post('https://desk.test/notes', async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(notes.create(notes.newId('note'), { text }))
    }),
  ],
})

export default defineScenario({
  task: { text: 'Leave a note, and keep the secret.' },
  world: { apis: { desk } },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }] } }],
})
