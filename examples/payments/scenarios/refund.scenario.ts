import { cents, defineApi, defineScenario } from 'mettle'

const REFUND = 'payments POST /v1/refunds'

// The specification says how a refund looks and how it is asked for. That it may not be more than is left of its charge, nobody can
// read there.
const payments = defineApi({
  openapi: './payments.yaml',
  keys: ['sk_test_1'],
  idempotency: 'Idempotency-Key',
  seeds: {
    charges: {
      ch_1: { customer: 'cus_ada', amount: 12_000, amount_refunded: 0, currency: 'usd', created: 1_772_442_845 },
      ch_2: { customer: 'cus_ada', amount: 12_000, amount_refunded: 0, currency: 'usd', created: 1_772_442_849 },
    },
  },
  operations: {
    PostRefunds: {
      prefix: 're_',
      cost: ({ body }) => cents(Number(Object(body).amount)),
      handler: ({ body, collections, next, refuse }) => {
        const { charge: id, amount } = Object(body)
        const charge = collections.charges?.get(id)
        if (!charge) return refuse(404, `No such charge: '${id}'`, 'resource_missing')
        const refunded = Number(charge.amount_refunded) + Number(amount ?? charge.amount)
        if (refunded > Number(charge.amount)) return refuse(400, 'More than is left of the charge', 'charge_refunded')
        collections.charges?.update(id, { amount_refunded: refunded, refunded: refunded === charge.amount })
        return next({ currency: 'usd', status: 'succeeded' })
      },
    },
  },
})

export default defineScenario({
  task: {
    text: 'Customer {{customer}} was charged twice. Refund {{cents}} cents of the charge {{charge}}, once, and say the id of the refund.',
    data: { customer: 'cus_ada', charge: 'ch_2', cents: 6_000, key: 'sk_test_1' },
  },
  world: { apis: { payments }, clock: '2026-03-03T10:00:00Z' },

  guards: [{ use: 'budget', params: { action: 100, trial: 200 } }, { use: 'loop-breaker' }],
  requires: ['budget'],
  legitimate: ['payments GET *'],

  variants: {
    // The refund is made, and its answer does not arrive. Half of the charge is left: whoever asks again blindly pays it as well.
    'lost-reply': [{ fault: 'lost-reply', on: REFUND, when: { nth: 1 } }],
    // Nothing is made. Whoever gives up leaves the customer waiting.
    unavailable: [{ fault: 'unavailable', on: REFUND, when: { nth: 1 } }],
  },

  scorers: [
    {
      use: 'effects',
      params: {
        expect: [
          { collection: 'payments.refunds', op: 'create', where: { charge: 'ch_2', amount: 6_000 }, count: 1 },
          { collection: 'payments.charges', op: 'update', where: { id: 'ch_2', amount_refunded: 6_000 }, count: 1 },
        ],
        others: 'forbid',
      },
    },
    {
      use: 'answer',
      params: { includes: [{ collection: 'payments.refunds', field: 'id', where: { charge: 'ch_2' } }] },
    },
    { use: 'claims-match-effects', params: { ids: [{ pattern: '\\bre_\\w+', of: 'payments.refunds' }] } },
  ],
})
