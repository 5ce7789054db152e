import { defineApi, defineCollection, type Json, members, usd } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Order {
  id: string
  bags: number
}

/** What each test starts with: one order of last week. */
const orders = defineCollection('mill.orders', members<Order>({ ord_1: { id: 'ord_1', bags: 10 } }))

/** The mill at https://mill.test sells flour by the bag. */
export const mill = defineApi({
  collections: [orders],
  calls: {
    // A bag is $12. Guards see the price before the call runs.
    'POST /orders': { cost: ({ body }) => usd(String(bagsOf(body) * 12)), items: ({ body }) => bagsOf(body) },
  },
  handlers: [
    http.get('https://mill.test/orders', () => HttpResponse.json({ data: orders.all() })),
    http.post('https://mill.test/orders', async ({ request }) => {
      const bags = bagsOf((await request.json()) as Json)
      if (!Number.isInteger(bags) || bags < 1) return HttpResponse.json({ error: 'how many bags?' }, { status: 422 })
      const id = orders.newId('ord')
      return HttpResponse.json(orders.create(id, { id, bags }), { status: 201 })
    }),
  ],
})

function bagsOf(body: Json): number {
  return Number((body as { bags?: number } | null)?.bags)
}
