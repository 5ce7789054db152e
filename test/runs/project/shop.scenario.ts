import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const orders = defineCollection<{ id: string; item: string }>('shop.orders')

const shop = defineApi({
  collections: [orders],
  handlers: [
    http.get('https://shop.test/orders', () => HttpResponse.json({ orders: orders.all() })),
    http.post('https://shop.test/orders', async ({ request }) => {
      const { item } = (await request.json()) as { item: string }
      const id = orders.newId('or')
      return HttpResponse.json(orders.create(id, { id, item }), { status: 201 })
    }),
  ],
})

export default defineScenario({
  task: { text: 'Order a mug, once.' },
  world: { apis: { shop } },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'shop.orders', op: 'create', count: 1 }] } }],
  limits: { deadlineMs: 10_000 },
})
