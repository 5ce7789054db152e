import { defineDatabase, defineScenario } from 'mettle'

const stock = defineDatabase({
  schema: { sql: 'CREATE TABLE parts (id int PRIMARY KEY, number int NOT NULL)' },
  rows: () => ({ parts: [1, 2, 3].map((id) => ({ id, number: 10 * id })) }),
})

export default defineScenario({
  task: { text: 'Set the number of part 2 to 25, and report it.' },
  world: { databases: { stock } },
  guards: [{ use: 'budget', params: { trial: 1 } }, { use: 'loop-breaker' }],
  variants: { 'connection-lost': [{ fault: 'connection-lost', on: 'stock UPDATE *', when: { nth: 1 } }] },
  scorers: [
    { use: 'end-state', params: { rows: [{ collection: 'stock.parts', id: '2', has: { number: 25 } }] } },
    { use: 'answer', params: { includes: ['25'] } },
  ],
})
