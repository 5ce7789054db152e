import { defineApi, defineCollection, defineTool, type Json } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

export const notes = defineCollection<{ text: string }>('desk.notes')

const leave = (text: string) => notes.create(notes.newId('note'), { text })

/** A desk where notes can be left, by hand or by a tool. */
export const desk = defineApi({
  collections: [notes],
  handlers: [
    http.get('https://desk.test/notes', () => HttpResponse.json(notes.all())),
    http.post('https://desk.test/notes', async ({ request }) => {
      const { text } = (await request.json()) as { text: unknown }
      if (typeof text !== 'string') return HttpResponse.json({ error: 'no text' }, { status: 422 })
      return HttpResponse.json(leave(text) as unknown as Json, { status: 201 })
    }),
  ],
})

export const leaveNote = defineTool({
  description: 'Leave a note.',
  input: z.strictObject({ text: z.string() }),
  collections: [notes],
  handler: ({ text }) => leave(text) as unknown as Json,
})
