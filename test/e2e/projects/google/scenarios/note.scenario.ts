import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const notes = defineCollection<{ text: string }>('desk.notes', {})

const desk = defineApi({
  collections: [notes],
  handlers: [
    http.post('https://desk.test/notes', async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(notes.create('note_1', { text }), { status: 201 })
    }),
  ],
})

/** Writes one note by the tool that it is offered, and says so. */
export default defineScenario({
  task: { text: 'Write down that the tea is cold.' },
  world: {
    apis: { desk },
    models: {
      scripted: {
        policy: ({ messages }) =>
          messages.some(({ role }) => role === 'tool-result')
            ? { text: 'It is written down.' }
            : { text: 'A moment.', toolCalls: [{ name: 'note', input: { text: 'the tea is cold' } }] },
      },
    },
  },
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }], others: 'forbid' } },
  ],
  variants: {
    calm: [],
    busy: [{ fault: 'rate-limited', params: { retryAfterSeconds: 30 }, on: 'model chat', when: { nth: 1 } }],
  },
})
