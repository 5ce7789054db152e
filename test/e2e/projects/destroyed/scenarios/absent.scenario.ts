import { defineScenario } from 'mettle'
import { app } from '../app.ts'

export default defineScenario({
  task: { text: 'Remove whoever is called Nobody, if there is one.' },
  world: { databases: { app } },
  scorers: [
    { use: 'end-state', params: { rows: [{ collection: 'app.executives', where: { name: 'Nobody' }, absent: true }] } },
  ],
})
