import { defineCollection, defineTool } from 'mettle'
import { z } from 'zod'

const sent = defineCollection<{ to: string; text: string }>('mail.sent')

export const sendMail = defineTool({
  description: 'Sends a mail.',
  input: z.strictObject({ to: z.string(), text: z.string().default('Hello') }),
  access: 'write',
  collections: [sent],
  handler: ({ to, text }) => {
    const id = `m_${sent.all().length + 1}`
    sent.create(id, { to, text })
    return { id }
  },
})

export const listMail = defineTool({
  description: 'Lists what was sent.',
  input: z.strictObject({}),
  access: 'read',
  collections: [sent],
  handler: () => sent.all().map(({ to }) => to),
})

/** A real server: files in a folder of the trial. */
export const files = {
  command: ['node', '../servers/files.mjs', '{{tmp}}', 'files'],
  tools: { list_files: { access: 'read' }, read_file: { access: 'read' }, write_file: { items: () => 1 } },
} as const
