import { defineApi, defineCollection, type HttpInput, usd } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Order {
  item: string
  price: number
}

export const SHOP = 'https://shop.test'
export const items = defineCollection('shop.items', { tea: { name: 'Tea', price: 4 }, pot: { name: 'Pot', price: 20 } })
export const orders = defineCollection<Order>('shop.orders')

export const handlers = [
  http.get(`${SHOP}/v1/items/:id`, ({ params }) => HttpResponse.json(items.get(String(params.id)) ?? null)),
  http.post(`${SHOP}/v1/orders`, async ({ request }) => {
    const order = (await request.json()) as Order
    const id = orders.newId('or')
    return HttpResponse.json({ id, ...orders.create(id, order) }, { status: 201 })
  }),
]

/** A shop: items can be read, orders placed at their price. */
export const shop = defineApi({
  collections: [items, orders],
  calls: { 'POST /v1/orders': { cost: ({ body }: HttpInput) => usd((body as unknown as Order).price) } },
  handlers,
})

const ORDER: RequestInit = {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ item: 'tea', price: 4 }),
}

/** The requests that all rows are measured with: as an agent would send them. */
export const requests = {
  GET: { url: `${SHOP}/v1/items/tea`, init: undefined },
  POST: { url: `${SHOP}/v1/orders`, init: ORDER },
}

/** The five calls of a measured trial. */
export const fiveCalls = [requests.GET, requests.POST, requests.GET, requests.POST, requests.GET]
