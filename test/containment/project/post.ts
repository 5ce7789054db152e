import { defineApi, defineCollection, defineFault } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

export const letters = defineCollection<{ text: string }>('post.letters')

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** A post office: takes letters, reads them out line by line, and is slow when asked. */
export const post = defineApi({
  collections: [letters],
  handlers: [
    http.post('https://post.test/letters', async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(letters.create(letters.newId('letter'), { text }), { status: 201 })
    }),
    http.get('https://post.test/hours', () => HttpResponse.json({ open: '9 to 5' })),
    http.get('https://post.test/slow', async () => {
      await pause(700)
      return HttpResponse.json({ open: 'at last' })
    }),
    http.get('https://post.test/lines', () => {
      const body = new ReadableStream({
        start: async (controller) => {
          for (const line of ['one', 'two', 'three']) {
            controller.enqueue(new TextEncoder().encode(`data: ${line}\n\n`))
            await pause(60)
          }
          controller.close()
        },
      })
      return new HttpResponse(body, { headers: { 'content-type': 'text/event-stream' } })
    }),
  ],
})

/** The connection breaks in the middle of the body. */
export const cutConnection = defineFault({
  name: 'cut-connection',
  summary: 'The connection breaks in the middle of the body.',
  channels: ['http'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: false,
  inject: () => async (_call, next) => ({ kind: 'broken', how: 'truncated', of: await next(), afterBytes: 8 }),
  symptom: ({ delivered }) => (delivered?.how === 'truncated' ? 'the connection broke' : undefined),
})
