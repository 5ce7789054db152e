import { defineScenario } from 'mettle'
import { shop } from '../shop.ts'

export default defineScenario({
  task: { text: 'Delete an order; somebody has to say yes.' },
  world: { databases: { shop }, approver: { answers: ['approve'], by: 'dana', afterMs: 7_200_000 } },
  guards: [{ use: 'approval', params: { timeoutMs: 10_800_000, on: 'shop DELETE *' } }],
  requires: ['approval'],
})
