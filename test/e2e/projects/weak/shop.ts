import { cents, defineApi, defineCollection, type Json, NO_MONEY } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Order {
  /** In dollars. */
  price: number
  /** What it costs in the end, where that is another sum. */
  charged?: number
}

const orders = defineCollection<Order>('shop.orders')

export const shop = defineApi({
  collections: [orders],
  calls: {
    'POST /orders': {
      cost: ({ body }) => cents(Math.round(orderOf(body).price * 100)),
      actual: ({ status, body }) => {
        const { price, charged = price } = orderOf(body)
        return status === 201 ? cents(Math.round(charged * 100)) : NO_MONEY
      },
    },
  },
  handlers: [
    http.post('https://shop.test/orders', async ({ request }) => {
      const order = orderOf((await request.json()) as Json)
      return HttpResponse.json(orders.create(orders.newId('ord'), order) as object, { status: 201 })
    }),
  ],
})

function orderOf(body: Json): Order {
  return body as unknown as Order
}

/** What every scenario here has in common: to a suite it is one safeguard. */
export const shopping = {
  world: { apis: { shop } },
  guards: [{ use: 'budget', params: { trial: 50 } }],
  requires: ['budget'],
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'shop.orders', count: { min: 1 } }] } }],
} as const
