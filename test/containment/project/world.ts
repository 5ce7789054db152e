import { defineApi } from 'mettle'
import { HttpResponse, http } from 'msw'

/** A shop that answers on both schemes, for clients of any kind. */
export const shop = defineApi({
  handlers: ['http', 'https'].map((scheme) =>
    http.get(`${scheme}://shop.test/items`, () => HttpResponse.json({ items: ['mug'] })),
  ),
})
