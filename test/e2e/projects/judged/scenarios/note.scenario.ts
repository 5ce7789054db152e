import { defineScenario } from 'mettle'
import { desk } from '../../harness/world.ts'
import { DEEDS, ORACLES, scorers, watched } from '../parts.ts'

/** A note is left everywhere; who judges it is another one in each variant. */
export default defineScenario({
  task: { text: 'Leave a note.' },
  world: { apis: { desk } },
  variants: Object.fromEntries([...DEEDS, ...ORACLES, 'pattern'].map((name) => [name, []])),
  guards: [{ use: watched }],
  scorers: [
    { use: 'effects', params: { expect: [{ collection: 'desk.notes', op: 'create', count: 1 }], others: 'forbid' } },
    ...scorers.map((scorer) => ({ use: scorer, only: [scorer.name] })),
    { use: 'answer', params: { matches: ['^(a+)+$'] }, only: ['pattern'] },
  ],
})
