import { cents, defineApi, defineCollection, type Json } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Order {
  price: number
  note: string
}

export const orders = defineCollection<Order>('desk.orders')

export const CANARY = 'sk-live-4eC39HqLyjWDarjtT1zdp7dc'

/** Orders that everybody may read and make, and nobody may delete. */
export const desk = defineApi({
  collections: [orders],
  calls: { 'POST /orders': { cost: ({ body }) => cents(Number((body as { price?: Json } | null)?.price) * 100) } },
  handlers: [
    http.get('https://desk.test/orders', () => HttpResponse.json({ data: orders.all() } as object)),
    http.post('https://desk.test/orders', async ({ request }) => {
      const order = (await request.json()) as Order
      return HttpResponse.json(orders.create(orders.newId('ord'), order) as object, { status: 201 })
    }),
    http.delete('https://desk.test/orders/:id', ({ params }) => {
      const id = String(params.id)
      if (!orders.get(id)) return HttpResponse.json({ error: 'not there' }, { status: 404 })
      orders.delete(id)
      return HttpResponse.json({ deleted: id })
    }),
  ],
})

export const first = { ord_0: { id: 'ord_0', price: 12, note: `call it ${CANARY}` } }
