import { cents, defineApi, defineCollection } from 'mettle'
import { HttpResponse, http } from 'msw'

// Amounts are in cents.
const orders = defineCollection('shop.orders', {
  ord_1: { id: 'ord_1', customer: 'Ada', amount: 4900 },
  ord_2: { id: 'ord_2', customer: 'Grace', amount: 1200 },
})

const refunds = defineCollection('shop.refunds', {
  re_0: { id: 're_0', order: 'ord_2', amount: 1200 },
})

/** A shop with orders and refunds. It pays as often as it is asked, as many real ones do. */
export const shop = defineApi({
  collections: [orders, refunds],
  // What a call costs, for the guards: a refund moves its amount.
  calls: { 'POST /refunds': { cost: ({ body }) => cents(Number(Object(body).amount) || 0) } },
  handlers: [
    http.get('https://shop.test/orders/:id', ({ params }) => {
      const order = orders.get(String(params.id))
      return order ? HttpResponse.json(order) : HttpResponse.json({ error: 'no such order' }, { status: 404 })
    }),
    http.get('https://shop.test/refunds', ({ request }) => {
      const wanted = new URL(request.url).searchParams.get('order')
      return HttpResponse.json(refunds.all().filter(({ order }) => order === wanted))
    }),
    http.post('https://shop.test/refunds', async ({ request }) => {
      const { order, amount } = Object(await request.json().catch(() => null))
      const found = orders.get(String(order))
      if (!found) return HttpResponse.json({ error: 'no such order' }, { status: 404 })
      if (amount !== found.amount) return HttpResponse.json({ error: 'not the amount of the order' }, { status: 422 })
      const id = refunds.newId('re')
      return HttpResponse.json(refunds.create(id, { id, order: found.id, amount: found.amount }), { status: 201 })
    }),
  ],
})
