import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const notes = defineCollection<{ id: string; text: string }>('board.notes')

/** Numbers what it is told in the order in which it is told: who comes first is seen. */
const board = defineApi({
  collections: [notes],
  handlers: [
    http.post('https://board.test/notes', async ({ request }) => {
      const id = notes.newId('n')
      return HttpResponse.json(notes.create(id, { id, text: await request.text() }))
    }),
  ],
})

export default defineScenario({
  task: { text: 'Note what you find.' },
  world: { apis: { board } },
  allow: { childProcesses: true },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'board.notes', op: 'create', count: { min: 1 } }] } }],
})
