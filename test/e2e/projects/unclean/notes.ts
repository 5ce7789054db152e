import { defineApi, defineCollection } from 'mettle'
import { HttpResponse, http } from 'msw'

const all = defineCollection<{ text: string }>('notes.all', { n1: { text: 'milk' } })

export const notes = defineApi({
  collections: [all],
  handlers: [
    http.get('https://notes.test/all', () => HttpResponse.json(all.all())),
    http.post('https://notes.test/all', async ({ request }) => {
      const id = all.newId('n')
      return HttpResponse.json(all.create(id, (await request.json()) as { text: string }), { status: 201 })
    }),
  ],
})
