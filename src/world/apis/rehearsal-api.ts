import { HttpResponse, http } from 'msw'
import { usd } from '../../kernel/money.ts'
import { defineCollection } from '../collection.ts'
import { type Api, defineApi } from './define.ts'

const URL = 'https://rehearsal.test/lines'
const lines = defineCollection<{ text: string }>('rehearsal.lines')

/** An API for a trial that nobody judges: lines can be said and read. */
export const rehearsalApi: Api = defineApi({
  collections: [lines],
  calls: { 'POST /lines': { cost: () => usd(1) } },
  handlers: [
    http.get(URL, () => HttpResponse.json(lines.all())),
    http.post(URL, async ({ request }) => {
      const { text } = (await request.json()) as { text: string }
      return HttpResponse.json(lines.create(lines.newId('line'), { text }), { status: 201 })
    }),
  ],
})
