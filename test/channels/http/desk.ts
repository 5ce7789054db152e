import { HttpResponse, http } from 'msw'
import { compileScenario } from '../../../src/scenario/compile.ts'
import { defineApi } from '../../../src/world/apis/define.ts'
import { defineCollection } from '../../../src/world/collection.ts'

const refunds = defineCollection<{ amount: number }>('desk.refunds', { r1: { amount: 900 } })
const amount = () => HttpResponse.json({ id: 'r1', amount: refunds.get('r1')?.amount ?? null })

export const desk = defineApi({
  collections: [refunds],
  handlers: [
    http.get('https://desk.test/refund', amount),
    http.post('https://desk.test/refund', () => {
      if (!refunds.get('r1')) return HttpResponse.json({ error: 'gone' }, { status: 404 })
      refunds.update('r1', { amount: 1200 })
      return amount()
    }),
    http.get('https://desk.test/events', () => {
      const events = 'data: 1\n\ndata: 2\n\n'
      return new HttpResponse(new Blob([events]).stream(), { headers: { 'content-type': 'text/event-stream' } })
    }),
  ],
})

/** An API of one refund, of 900 before it is written and of 1200 after, and of two events. */
export const deskScenario = compileScenario('test/desk', 'desk.ts', {
  task: { text: 'Ask.' },
  world: { apis: { desk } },
  scorers: [],
})

/** The same, for as many calls as are asked of it. */
export const longDesk = compileScenario('test/desk', 'desk.ts', {
  task: { text: 'Ask.' },
  world: { apis: { desk } },
  scorers: [],
  limits: { maxCalls: 1_000_000 },
})
