import { defineApi, defineCollection, defineDatabase } from 'mettle'
import { HttpResponse, http } from 'msw'

const things = defineCollection<{ id: string }>('shop.things')

const shop = defineApi({
  collections: [things],
  handlers: [
    http.get('https://shop.test/things', () => HttpResponse.json({ data: things.all() })),
    http.post('https://shop.test/things', async ({ request }) => {
      const id = things.newId('t')
      return HttpResponse.json(things.create(id, { id, ...((await request.json()) as object) }))
    }),
  ],
})

const db = defineDatabase({
  schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY, placed timestamptz, shown text)' },
  // Rows are made in the harness's own process.
  rows: () => ({
    orders: [1, 2].map((id) => ({ id, placed: new Date(2026, 0, id).toISOString(), shown: (1234.5).toLocaleString() })),
  }),
})

export const world = { apis: { shop }, databases: { db } }

export const scorers = [
  { use: 'effects', params: { expect: [{ collection: 'shop.things', op: 'create', count: 1 }] } } as const,
]
