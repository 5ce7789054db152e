import { defineScenario } from 'mettle'
import { ledger } from '../../../project/counter-api.ts'

export default defineScenario({
  task: { text: 'Add one.' },
  world: { apis: { ledger } },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'ledger.entries', op: 'create', count: 1 }] } }],
})
