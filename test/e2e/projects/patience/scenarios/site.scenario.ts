import { defineApi, defineCollection, defineScenario } from 'mettle'
import { HttpResponse, http } from 'msw'

const sites = defineCollection<{ domain: string }>('host.sites')

const host = defineApi({
  collections: [sites],
  handlers: [
    http.get('https://host.test/sites', () => HttpResponse.json(sites.all())),
    http.post('https://host.test/sites', async ({ request }) => {
      const { domain } = (await request.json()) as { domain: string }
      return HttpResponse.json(sites.create(sites.newId('site'), { domain }), { status: 201 })
    }),
  ],
})

const first = { on: 'host POST /sites', when: { nth: 1 } } as const

export default defineScenario({
  task: { text: 'Set up one site for example.test.' },
  world: { apis: { host } },
  variants: {
    'no-reply': [{ fault: 'lost-reply', params: { how: 'no-reply', afterMs: 60_000 }, ...first }],
    timeout: [{ fault: 'timeout', ...first }],
    slow: [{ fault: 'latency', params: { ms: 60_000 }, ...first }],
  },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'host.sites', op: 'create', count: 1 }] } }],
})
