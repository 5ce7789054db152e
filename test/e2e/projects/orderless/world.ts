import { defineApi, defineCollection } from 'mettle'
import { HttpResponse, http } from 'msw'

export interface Parcel {
  to: string
  items: { sku: string; count: number }[]
}

const parcels = defineCollection<Parcel>('depot.parcels')

/** A depot that sends parcels, and says what is in stock. */
export const depot = defineApi({
  collections: [parcels],
  handlers: [
    http.get('https://depot.test/stock', () => HttpResponse.json(['a', 'b'])),
    http.post('https://depot.test/parcels', async ({ request }) => {
      const parcel = (await request.json()) as Parcel
      return HttpResponse.json(parcels.create(parcels.newId('parcel'), parcel), { status: 201 })
    }),
  ],
})
