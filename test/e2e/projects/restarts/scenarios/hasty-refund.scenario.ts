import { setTimeout as sleep } from 'node:timers/promises'
import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'
import refund from './refund.scenario.ts'

const refunds = defineCollection<{ key: string | null }>('payments.refunds')

/** Looks for the key, and keeps it only when it has done the work. */
const payments = defineApi({
  collections: [refunds],
  handlers: [
    http.post('https://payments.test/v1/refunds', async ({ request }) => {
      const key = request.headers.get('idempotency-key')
      if (key !== null && refunds.find((one) => one.key === key)) return HttpResponse.json({}, { status: 200 })
      await sleep(20)
      refunds.create(refunds.newId('re'), { key })
      return HttpResponse.json({}, { status: 201 })
    }),
  ],
})

export default defineScenario({ ...refund, world: { apis: { payments } } })
