import { defineApi, defineCollection, type Json, usd } from 'mettle'
import { HttpResponse, http } from 'msw'

const notes = defineCollection<{ text: string }>('office.notes', { n_0: { text: 'the first one' } })
const FEED = ['one', 'two', 'three'].map((word) => `data: ${word}\n\n`).join('')

/** An office: notes can be read and left, a feed streams, and one call takes its time. */
export const office = defineApi({
  collections: [notes],
  calls: { 'POST /notes': { cost: () => usd(1) } },
  handlers: [
    http.get('https://office.test/notes', () => HttpResponse.json(notes.all())),
    http.post('https://office.test/notes', async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(notes.create(notes.newId('n'), { text }) as unknown as Json, { status: 201 })
    }),
    http.get('https://office.test/feed', () => {
      return new HttpResponse(FEED, { headers: { 'content-type': 'text/event-stream' } })
    }),
    http.get('https://office.test/slow', async () => {
      await new Promise((resolve) => setTimeout(resolve, 200))
      return HttpResponse.json('at last')
    }),
  ],
})
