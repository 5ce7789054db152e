import { defineScenario, preset } from 'mettle'
import { atLeast, atMost, note, payments, shop, slower } from './parts.ts'

const REFUND = 'payments POST /v1/refunds'

export default defineScenario({
  task: { text: 'Refund it.' },
  world: { apis: { payments }, tools: { note }, databases: { shop }, data: { 'payments.refunds': {} } },
  guards: [
    {
      use: 'approval',
      params: { on: ['payments POST *', '*', 'pay* GET /x', 'tool note', 'tool *', 'shop UPDATE orders'] },
    },
    { use: atMost, mode: 'observe', params: { most: 2, on: 'payments GET /v1/refunds/{id}/lines/{line}' } },
    { use: 'budget', params: { action: 3 } },
  ],
  legitimate: ['payments GET *', 'payments GET /v1/other', 'model chat', 'shop *'],
  variants: {
    one: [
      { fault: slower, params: { ms: 3 }, on: REFUND },
      { fault: 'latency', on: 'shop SELECT *', when: { nth: 1 } },
      { preset: 'brownout', on: 'payments *' },
    ],
    two: preset('brownout', REFUND),
  },
  scorers: [
    { use: atLeast, params: { of: 'desk.notes' } },
    { use: 'end-state', params: { unchanged: ['payments.*', 'shop.orders'] } },
    { use: 'end-state', params: { unchanged: ['shop.orders'], unorderedLists: ['tags', 'order.items'] } },
    { use: 'trajectory', params: { match: 'turns', calls: [{ target: REFUND }], unorderedLists: 'body.items' } },
    { use: 'effects', params: { none: [{ collection: 'payments.refunds', where: { amount: 3 } }] }, only: ['one'] },
  ],
})
