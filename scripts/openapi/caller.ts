import type { Call } from '../../src/boundary/call.ts'
import { executing } from '../../src/boundary/current.ts'
import { isWhole, WholeBody } from '../../src/boundary/wire.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import type { Json } from '../../src/kernel/json.ts'
import { createRandom } from '../../src/kernel/random.ts'
import type { OpenedApi } from '../../src/world/apis/openapi/open.ts'
import { startWorld } from '../../src/world/start.ts'

/** What was answered, and how many changes that made. */
export interface Said {
  status: number
  type: string
  body: Json
  effects: number
  ms: number
}

export interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  body: string | undefined
}

/** The world of one trial that has one API. */
export function callerOf(api: OpenedApi) {
  const parts = { apis: { api }, tools: {}, sqlTools: {}, models: {}, databases: {}, approver: undefined, data: {} }
  const world = startWorld(parts, manualClock(), { random: createRandom(1) })
  const handle = world.handle(() => {})
  let count = 0
  return {
    plant: (collection: string, key: string, member: Record<string, Json>) => {
      const place = handle.collection(collection)
      if (place.get(key) === undefined) place.create(key, member)
    },
    ids: (collection: string) => handle.collection(collection).ids(),
    get: (collection: string, key: string) => handle.collection(collection).get(key),
    ask: async ({ method, url, headers, body }: Sent): Promise<Said> => {
      const place = new URL(url)
      const route = world.http.route(method, place)
      if (!route) throw new Error(`nobody answers ${url}`)
      let effects = 0
      const id = `c${++count}`
      const request = {
        method,
        url: place,
        headers: Object.entries(headers),
        body: body === undefined ? undefined : new WholeBody(body),
      }
      const started = performance.now()
      const reply = await executing.run({ call: id, effect: () => effects++ }, () =>
        route.execute(request, { id } as Call),
      )
      const ms = performance.now() - started
      if (reply.kind === 'broken') return { status: 0, type: '', body: null, effects, ms }
      const { status, headers: said, body: answer } = reply.output
      const type = said.find(([name]) => name === 'content-type')?.[1]?.split(';', 1)[0] ?? ''
      return { status, type, body: isWhole(answer) ? answer.json : null, effects, ms }
    },
  }
}

export type Caller = ReturnType<typeof callerOf>
