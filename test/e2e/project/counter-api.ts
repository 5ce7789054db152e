import { defineApi, defineCollection, usd } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Entry {
  amount: number
}

export const entries = defineCollection<Entry>('ledger.entries', { e_0: { amount: 1 } })

/** A ledger: entries can be read and added; each costs a dollar per unit. */
export const ledger = defineApi({
  collections: [entries],
  calls: { 'POST /entries': { cost: ({ body }) => usd((body as unknown as Entry).amount) } },
  handlers: [
    http.get('https://ledger.test/entries', () => HttpResponse.json(entries.all())),
    http.post('https://ledger.test/entries', async ({ request }) => {
      const entry = (await request.json()) as Entry
      const id = entries.newId('e')
      entries.create(id, entry)
      return HttpResponse.json({ id, ...entry }, { status: 201 })
    }),
    http.get('https://ledger.test/broken', () => {
      throw new Error('the handler is broken')
    }),
  ],
})
