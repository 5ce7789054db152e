import { defineApi, defineCollection, defineDatabase, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const parcels = defineCollection<{ id: string }>('post.parcels')

const post = defineApi({
  collections: [parcels],
  handlers: [
    http.post('https://post.test/parcels', () => {
      const id = parcels.newId('p')
      return HttpResponse.json(parcels.create(id, { id }))
    }),
  ],
})

const shop = defineDatabase({
  schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY, state text)' },
  rows: { sql: "INSERT INTO orders SELECT i, 'new' FROM generate_series(1, 100) i" },
})

export default defineScenario({
  task: { text: 'Send the parcel of order 1.' },
  world: { apis: { post }, databases: { shop } },
  scorers: [
    { use: 'answer', params: { equals: 'sent' } },
    { use: 'effects', params: { expect: [{ collection: 'post.parcels', op: 'create', count: 1 }] } },
  ],
})
