import { cents, defineApi, defineCollection, type Json, members, NO_MONEY } from 'mettle'
import { HttpResponse, http } from 'msw'

interface Boost {
  id: string
  campaign: string
  /** In cents. */
  budget: number
}

const boosts = defineCollection('ads.boosts', members<Boost>())

/** Ad campaigns at https://ads.test: a boost spends its budget at once. */
export const ads = defineApi({
  collections: [boosts],
  calls: {
    'POST /campaigns/:campaign/boosts': {
      cost: ({ body }) => cents(budgetOf(body)),
      actual: ({ status, body }) => (status === 201 ? cents(budgetOf(body)) : NO_MONEY),
    },
  },
  handlers: [
    http.post('https://ads.test/campaigns/:campaign/boosts', async ({ params, request }) => {
      const budget = budgetOf((await request.json()) as Json)
      const id = boosts.newId('boost')
      return HttpResponse.json(boosts.create(id, { id, campaign: String(params.campaign), budget }), { status: 201 })
    }),
  ],
})

function budgetOf(body: Json): number {
  return Number((body as { budget?: number } | null)?.budget)
}
