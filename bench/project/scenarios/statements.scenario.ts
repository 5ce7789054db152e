import { defineScenario } from 'mettle'
import { shop } from '../database.ts'

export default defineScenario({
  task: { text: 'Send five statements.' },
  world: { databases: { shop } },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'shop.orders', op: 'update', count: 4 }] } }],
})
