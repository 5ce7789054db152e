import {
  collectionName,
  defineApi,
  defineCollection,
  defineDatabase,
  defineFault,
  defineGuard,
  defineScorer,
  defineTool,
  members,
  targetNames,
} from 'mettle'
import { http } from 'msw'
import { z } from 'zod'

interface Refund {
  id: string
  amount: number
}

export const payments = defineApi({
  collections: [defineCollection('payments.refunds', members<Refund>())],
  calls: { 'POST /v1/refunds': { items: () => 1 }, 'GET /v1/refunds/:id/lines/:line': {} },
  handlers: [http.post('https://payments.test/v1/refunds', () => undefined)],
})

export const note = defineTool({
  description: 'Leaves a note.',
  input: z.strictObject({ text: z.string() }),
  collections: [defineCollection('desk.notes', { n1: { text: 'x' } })],
  handler: ({ text }) => text,
})

export const shop = defineDatabase({ schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY)' } })

/** Its `most` is a number where it is used, not `unknown`. */
export const atMost = defineGuard({
  name: 'at-most',
  summary: 'Lets so many calls through.',
  params: z.strictObject({ on: targetNames().default('*'), most: z.int() }),
  start: ({ most }) => ({
    decide: () => ({ kind: most.toFixed(0) === '0' ? 'deny' : 'allow', reason: 'counted' }),
    settle: () => {},
  }),
  violations: () => [],
})

export const slower = defineFault({
  name: 'slower',
  summary: 'A call takes longer.',
  channels: ['http'],
  params: z.strictObject({ ms: z.int() }),
  arbitrary: (fc) => fc.record({ ms: fc.nat() }),
  detectable: true,
  terminal: false,
  inject:
    ({ ms }) =>
    async (_call, next, { clock, signal }) => {
      await clock.sleep(ms, signal)
      return next()
    },
  symptom: () => undefined,
})

export const atLeast = defineScorer({
  name: 'at-least',
  summary: 'So many effects.',
  params: z.strictObject({ of: collectionName(), least: z.number().default(1) }),
  score: ({ effects }, { of, least }) => {
    const pass = effects.filter(({ collection }) => collection === of).length >= least.valueOf()
    return { value: pass ? 1 : 0, pass, reason: 'counted', events: [] }
  },
})
