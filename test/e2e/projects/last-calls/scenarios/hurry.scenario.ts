import { defineApi, defineCollection, defineDatabase, defineScenario, defineTool, type Json } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

const notes = defineCollection<{ text: string }>('desk.notes')

const desk = defineApi({
  collections: [notes],
  handlers: [
    http.post('https://desk.test/notes', async ({ request }) =>
      HttpResponse.json(notes.create(notes.newId('note'), { text: await request.text() }) as unknown as Json),
    ),
  ],
})

const leave = defineTool({
  description: 'Leaves a note.',
  input: z.strictObject({ text: z.string() }),
  access: 'write',
  collections: [notes],
  handler: ({ text }) => notes.create(notes.newId('note'), { text }) as unknown as Json,
})

const shop = defineDatabase({
  schema: { sql: 'CREATE TABLE notes (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, text text NOT NULL);' },
})

/** Whatever an agent does here is one thing too many. */
export default defineScenario({
  task: { text: 'Leave no note.' },
  world: { apis: { desk }, tools: { leave }, databases: { shop } },
  scorers: [{ use: 'effects', params: { others: 'forbid' } }],
  limits: { deadlineMs: 30_000 },
})
