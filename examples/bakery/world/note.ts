import { defineCollection, defineTool, members, ToolRefusal } from 'mettle'
import { z } from 'zod'

const notes = defineCollection('bakery.notes', members<{ text: string }>())

/** A note on the baker's table. */
export const leaveNote = defineTool({
  description: 'Leaves a note for the baker.',
  access: 'write',
  collections: [notes],
  input: z.strictObject({ text: z.string() }),
  handler: ({ text }) => {
    if (text.length > 200) return new ToolRefusal('A note has room for 200 characters.')
    return { ...notes.create(notes.newId('note'), { text }) }
  },
})
