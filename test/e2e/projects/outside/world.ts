import { defineApi, defineCollection, type Json } from 'mettle'
import { HttpResponse, http } from 'msw'

export const notes = defineCollection<{ text: string }>('desk.notes')

/** A desk where notes can be left. */
export const desk = defineApi({
  collections: [notes],
  handlers: [
    http.get('https://desk.test/notes', () => HttpResponse.json(notes.all())),
    http.post('https://desk.test/notes', async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(notes.create(notes.newId('note'), { text }) as unknown as Json, { status: 201 })
    }),
  ],
})
