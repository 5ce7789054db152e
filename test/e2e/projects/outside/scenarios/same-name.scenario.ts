import { defineCollection, defineScenario, defineTool, type Json } from 'mettle'
import { z } from 'zod'

const mails = defineCollection<{ to: string }>('post.mails')

const send = defineTool({
  description: 'Sends a mail.',
  input: z.strictObject({ to: z.string() }),
  access: 'write',
  collections: [mails],
  handler: ({ to }) => mails.create(mails.newId('mail'), { to }) as unknown as Json,
})

/** Its tool has a name that other servers' tools may have as well. */
export default defineScenario({
  task: { text: 'Send a mail.' },
  world: { tools: { send } },
  scorers: [{ use: 'answer', params: { matches: ['done'] } }],
})
