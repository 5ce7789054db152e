import { defineScenario } from 'mettle'
import { depot } from '../world.ts'

const items = [
  { sku: 'a', count: 1 },
  { sku: 'b', count: 2 },
  { sku: 'b', count: 2 },
]

export default defineScenario({
  task: { text: 'Send one a and twice two b, to Ada and to Bob.' },
  world: { apis: { depot } },
  scorers: [
    {
      use: 'end-state',
      params: {
        rows: [{ collection: 'depot.parcels', where: { to: 'Ada' }, has: { items } }],
        unorderedLists: ['items'],
      },
    },
    {
      use: 'effects',
      params: {
        expect: [{ collection: 'depot.parcels', op: 'create', where: { items }, count: 2 }],
        unorderedLists: true,
      },
    },
    // As it was before there was a choice.
    { use: 'end-state', params: { rows: [{ collection: 'depot.parcels', has: { items } }] } },
    { use: 'effects', params: { expect: [{ collection: 'depot.parcels', op: 'create', where: { items }, count: 2 }] } },
  ],
})
