import { defineApi, defineCollection, defineDatabase, defineTool } from 'mettle'
import { HttpResponse, http } from 'msw'
import { z } from 'zod'

const refunds = defineCollection('payments.refunds', { re_1: { amount: 4 } })

export const payments = defineApi({
  collections: [refunds],
  calls: { 'POST /v1/refunds': { items: () => 1 } },
  handlers: [
    http.post('https://payments.test/v1/refunds', () => HttpResponse.json({})),
    http.get('https://payments.test/v1/refunds/:id', () => HttpResponse.json({})),
  ],
})

/** One of its calls stands for others, which may be called anything. */
export const batches = defineApi({
  calls: { 'POST /v1/batch': { also: () => ['payments operation refund'] } },
  handlers: [http.post('https://batches.test/v1/batch', () => HttpResponse.json({}))],
})

export const note = defineTool({ description: 'Leaves a note.', input: z.strictObject({}), handler: () => null })

export const shop = defineDatabase({ schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY)' } })
