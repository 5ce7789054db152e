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
    cut: [{ fault: 'output-cut-at-max-tokens', on: 'model chat', when: { nth: 1 } }],
    garbled: [{ fault: 'malformed-tool-arguments', on: 'model chat', when: { nth: 1 } }],
    other: [{ fault: 'model-substitution', on: 'model chat', when: { nth: 1 } }],
    declined: [{ fault: 'refusal', on: 'model chat', when: { nth: 1 } }],
    silent: [{ fault: 'empty-completion', on: 'model chat', when: { nth: 1 } }],
    halved: [{ fault: 'truncated-stream', on: 'model chat', when: { nth: 1 } }],
    busy: [{ fault: 'rate-limited', params: { retryAfterSeconds: 30 }, on: 'model chat', when: { nth: 1 } }],
  },
})
