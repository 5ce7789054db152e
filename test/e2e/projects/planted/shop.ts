import { defineApi, defineCollection, type Json, members } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Refund {
  id: string
  order: string
  amount: number
  day: string
  /** Dated otherwise than it was made. */
  misdated: boolean
  by: 'clerk' | 'admin'
}

const IDS = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6']

const orders = defineCollection(
  'shop.orders',
  members<{ id: string; amount: number }>(Object.fromEntries(IDS.map((id, at) => [id, { id, amount: 10 + at }]))),
)
const charges = defineCollection(
  'shop.charges',
  members<{ id: string; charged: number }>(
    Object.fromEntries(IDS.map((id, at) => [`ch-${id}`, { id: `ch-${id}`, charged: 10 + at }])),
  ),
)
const refunds = defineCollection('shop.refunds', members<Refund>())
const messages = defineCollection(
  'shop.messages',
  members<{ id: string; open: boolean }>({ m1: { id: 'm1', open: true } }),
)
const replies = defineCollection('shop.replies', members<{ id: string; message: string }>())

const URL_OF = 'https://shop.test'
const PER_PAGE = 2

const today = () => new Date().toISOString().slice(0, 10)

/** Refunds without a key: who asks twice pays twice. */
export const shop = defineApi({
  collections: [orders, charges, refunds, messages, replies],
  handlers: [
    http.get(`${URL_OF}/orders/:id`, ({ params }) => found(orders.get(String(params.id)))),
    http.get(`${URL_OF}/charges/:id`, ({ params }) => found(charges.get(String(params.id)))),
    http.get(`${URL_OF}/orders`, ({ request }) => {
      const page = Number(new URL(request.url).searchParams.get('page'))
      const all = orders.all().sort((a, b) => a.id.localeCompare(b.id))
      const data = all.slice((page - 1) * PER_PAGE, page * PER_PAGE)
      return HttpResponse.json({ data, page, pages: Math.ceil(all.length / PER_PAGE) })
    }),
    http.get(`${URL_OF}/refunds`, () => {
      const data = refunds.all().map(({ order }) => ({ order }))
      return HttpResponse.json({ data, total: data.length })
    }),
    http.post(`${URL_OF}/refunds`, async ({ request }) => refund((await request.json()) as Json, 'clerk')),
    http.post(`${URL_OF}/admin/refunds`, async ({ request }) => refund((await request.json()) as Json, 'admin')),
    http.post(`${URL_OF}/batches`, async ({ request }) => {
      const { refunds: list } = (await request.json()) as { refunds: Json[] }
      for (const one of list) refund(one, 'clerk')
      return HttpResponse.json({ accepted: true }, { status: 201 })
    }),
    http.get(`${URL_OF}/messages`, () => {
      const data = messages.all().flatMap(({ id, open }) => (open ? [{ id }] : []))
      return HttpResponse.json({ data, total: data.length })
    }),
    http.get(`${URL_OF}/replies`, () => HttpResponse.json({ data: replies.all().map(({ message }) => ({ message })) })),
    http.post(`${URL_OF}/replies`, async ({ request }) => {
      const { message } = (await request.json()) as { message: string }
      const id = replies.newId('rep')
      return HttpResponse.json(replies.create(id, { id, message }), { status: 201 })
    }),
    http.put(`${URL_OF}/messages/:id`, ({ params }) => {
      const id = String(params.id)
      if (!messages.get(id)) return found(undefined)
      messages.update(id, { open: false })
      return HttpResponse.json({ id, open: false })
    }),
  ],
})

function refund(body: Json, by: Refund['by']) {
  const { order, amount, day } = body as unknown as Refund
  const id = refunds.newId('re')
  const made = refunds.create(id, { id, order, amount, day, misdated: day !== today(), by })
  return HttpResponse.json({ id: made.id, order }, { status: 201 })
}

function found(member: object | undefined) {
  return member ? HttpResponse.json(member) : HttpResponse.json({ error: 'no such thing' }, { status: 404 })
}
