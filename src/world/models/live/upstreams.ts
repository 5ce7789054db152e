import { beginningOf, createRedactor } from '../../../trace/redact.ts'
import type { WorldModel } from '../define.ts'
import type { ModelRequest } from '../exchange.ts'
import { wires } from '../wires/index.ts'
import { openPace } from './pace.ts'
import type { Upstream } from './upstream.ts'

/** Who serves the models of a run. */
export interface Upstreams {
  /** @throws {Error} the agent speaks to somebody else. */
  of(request: ModelRequest, model: WorldModel): Upstream
  /** What they were asked again, and why. */
  notes(): string[]
}

const NOTHING_SPARED: ReadonlySet<string> = new Set()

export function openUpstreams(keys: ReadonlyMap<string, string>): Upstreams {
  const secrets = Object.fromEntries(keys)
  const open = new Map<string, Upstream & { retries: Map<string, number> }>()
  return {
    of: ({ wire: spoken, model: asked }, { provider: said = {} }) => {
      const { provider } = wires[spoken]
      if (typeof said === 'string' && said !== provider.name)
        throw new Error(`model "${asked}" is ${said}'s, and the agent speaks the API of ${provider.name} to it`)
      const own = typeof said === 'string' ? {} : said
      const place = JSON.stringify([provider.name, own])
      const known = open.get(place)
      if (known) return known
      const names = own.key !== undefined ? [own.key] : own.url === undefined ? provider.keys : []
      const keyName = names.find((name) => keys.has(name))
      const key = keyName === undefined ? undefined : keys.get(keyName)
      const retries = new Map<string, number>()
      const { requests, tokens } = own.perMinute ?? {}
      const upstream = {
        name: own.url === undefined ? provider.name : new URL(own.url).host,
        url: own.url ?? provider.url,
        credentials: key === undefined ? [] : [[provider.header, provider.credential(key)] as const],
        keyName,
        pace: openPace({ ...(requests && { requests }), ...(tokens && { tokens }) }),
        redact: createRedactor(secrets, NOTHING_SPARED),
        beginning: beginningOf(secrets),
        retried: (why: string) => void retries.set(why, (retries.get(why) ?? 0) + 1),
        retries,
      }
      open.set(place, upstream)
      return upstream
    },
    notes: () =>
      [...open.values()].flatMap(({ name, retries }) => {
        const all = [...retries.values()].reduce((sum, count) => sum + count, 0)
        const each = [...retries].map(([why, count]) => `${count} x ${why}`).join(', ')
        return all === 0 ? [] : [`${name} was asked again ${all} times: ${each}. No agent had a part in it.`]
      }),
  }
}
