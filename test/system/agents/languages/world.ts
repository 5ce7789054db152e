import { defineApi, defineCollection, defineDatabase, defineTool, type Json } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

const letters = defineCollection<{ to: string }>('post.letters')
const notes = defineCollection<{ text: string }>('desk.notes')

/** Sends letters. */
export const post = defineApi({
  collections: [letters],
  handlers: [
    http.post('https://post.test/letters', async ({ request }) => {
      const { to } = (await request.json()) as { to: string }
      return HttpResponse.json(letters.create(letters.newId('letter'), { to }) as unknown as Json, { status: 201 })
    }),
  ],
})

export const shop = defineDatabase({
  schema: {
    sql: `CREATE TABLE orders (id int PRIMARY KEY, customer text NOT NULL, status text NOT NULL);
INSERT INTO orders VALUES (1, 'Ada', 'late'), (2, 'Grace', 'sent'), (3, 'Mary', 'late');`,
  },
})

export const note = defineTool({
  description: 'Leaves a note.',
  input: z.object({ text: z.string() }),
  access: 'write',
  collections: [notes],
  handler: ({ text }) => ({ ...notes.create(notes.newId('note'), { text }) }),
})
