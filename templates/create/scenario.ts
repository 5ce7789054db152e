import { defineCollection, defineScenario, defineTool } from 'mettle'
import { z } from 'zod'

const notes = defineCollection('office.notes', { n1: { id: 'n1', text: 'Call Ada back.' } })

/** A tool of the world: what it changes in a collection is an effect. */
const archive = defineTool({
  description: 'Archives a note, which removes it from the list.',
  access: 'write',
  collections: [notes],
  input: z.strictObject({ id: z.string() }),
  handler: ({ id }) => {
    notes.delete(id)
    return { archived: id }
  },
})

export default defineScenario({
  task: { text: 'Archive the note {{note}}, and report its id.', data: { note: 'n1' } },
  world: { tools: { archive } },
  guards: [{ use: 'loop-breaker' }],
  variants: {
    'lost-reply': [{ fault: 'lost-reply', on: 'tool archive', when: { nth: 1 } }],
  },
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'office.notes', op: 'delete', count: 1 }], others: 'forbid' } },
    { use: 'answer', params: { includes: ['n1'] } },
  ],
})
