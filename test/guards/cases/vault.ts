import { HttpResponse, http } from 'msw'
import type { Call } from '../../../src/boundary/call.ts'
import { seated } from '../../../src/boundary/decision.ts'
import type { HttpInput, HttpWorld } from '../../../src/boundary/http-world.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import { installFetch } from '../../../src/channels/http/fetch.ts'
import { createServing } from '../../../src/channels/http/serving.ts'
import { channels } from '../../../src/channels/index.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import type { Recorded, TraceEvent } from '../../../src/trace/event.ts'
import { type Evidence, gatherEvidence } from '../../../src/trace/evidence.ts'
import { defineApi } from '../../../src/world/apis/define.ts'
import { defineCollection } from '../../../src/world/collection.ts'
import { startWorld } from '../../../src/world/start.ts'

export const VAULT = 'https://vault.test'

const visits = defineCollection<{ what: string }>('vault.visits')
const items = defineCollection<{ name: string }>('vault.items', { it_1: { name: 'a' }, it_2: { name: 'b' } })

const visit = (what: string) => {
  visits.create(visits.newId('v'), { what })
  return HttpResponse.json({ what })
}

interface Operation {
  method: string
  path: string
}

/** The handler of a batch, an alias or a field: it does what the single request does. */
function perform({ method, path }: Operation): void {
  const id = path.split('/').at(-1) ?? ''
  if (method === 'DELETE') items.delete(id)
  else visit(`${method} ${path}`)
}

const operationsOf = ({ body }: HttpInput): Operation[] => (body as unknown as { operations: Operation[] }).operations

/** An API with one thing that most roles may not touch, and three side doors to it. */
const vault = defineApi({
  collections: [visits, items],
  handlers: [
    http.get(`${VAULT}/public`, () => visit('public')),
    http.get(`${VAULT}/admin`, () => visit('admin')),
    http.post(`${VAULT}/admin`, () => visit('admin')),
    http.delete(`${VAULT}/admin`, () => visit('admin')),
    http.get(`${VAULT}/moved`, () => HttpResponse.redirect(`${VAULT}/admin`, 302)),
    http.post(`${VAULT}/notes`, () => visit('notes')),
    http.get(`${VAULT}/v1/items/:id`, ({ params }) => visit(`item ${params.id}`)),
    http.delete(`${VAULT}/v1/items/:id`, ({ params }) => {
      items.delete(String(params.id))
      return HttpResponse.json({})
    }),
    http.post(`${VAULT}/v1/batch`, async ({ request }) => {
      for (const one of ((await request.json()) as { operations: Operation[] }).operations) perform(one)
      return HttpResponse.json({})
    }),
    http.post(`${VAULT}/graphql`, async ({ request }) => {
      const { query } = (await request.json()) as { query: string }
      for (const [, id = ''] of query.matchAll(/deleteItem\(id: "(\w+)"\)/g)) items.delete(id)
      return HttpResponse.json({})
    }),
    http.post(`${VAULT}/v2/items/:id/remove`, ({ params }) => {
      items.delete(String(params.id))
      return HttpResponse.json({})
    }),
  ],
  calls: {
    'POST /v1/batch': {
      also: (input, targetOf) => operationsOf(input).map(({ method, path }) => targetOf(method, path)),
    },
    'POST /graphql': {
      also: ({ body }) =>
        Array.from((body as { query: string }).query.matchAll(/(query|mutation|item|deleteItem)\b/g), ([field]) => {
          return `vault field ${field}`
        }),
    },
    'POST /v2/items/:id/remove': {
      also: ({ path }, targetOf) => [targetOf('DELETE', `/v1/items/${path.id}`)],
    },
  },
})

const serving = createServing()
const nativeFetch = globalThis.fetch
installFetch(serving)
const patchedFetch = globalThis.fetch
globalThis.fetch = nativeFetch

export interface VaultStage {
  /** The patched fetch of the process. Gives the status, or what it threw. */
  send(url: string, init?: RequestInit): Promise<number | string>
  evidence(): Evidence
}

/** A guard before a real API behind the real fetch. `twist` bends what the router says. */
export function vaultStage<P>(guard: Guard<P>, params: unknown, twist = (http: HttpWorld) => http): VaultStage {
  const clock = manualClock()
  const events: Recorded[] = []
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const world = startWorld(
    { apis: { vault }, tools: {}, sqlTools: {}, databases: {}, models: {}, approver: undefined, data: {} },
    clock,
  )
  const alert = (message: string, call?: Call) =>
    write({ type: 'alert', guard: guard.name, message, ...(call && { call: call.id }) })
  const state = guard.start(guard.params.parse(params), { clock, random: createRandom('vault'), alert })
  const seam = createSeam({
    channels,
    guards: [seated(state, guard.name, 'enforce')],
    injector: { draw: () => [] },
    approver: undefined,
    clock,
    signal: new AbortController().signal,
    maxCalls: 1_000,
    write,
    stop: () => {},
  })
  return {
    send: async (url, init) => {
      serving.open({ http: twist(world.http), seam, principal: 'agent', belongs: () => true, note: write })
      try {
        return (await patchedFetch(url, init)).status
      } catch (thrown) {
        return String(thrown)
      } finally {
        serving.close()
      }
    },
    evidence: () => gatherEvidence(JSON.parse(JSON.stringify(events)) as Recorded[]),
  }
}
