import { describe, expect, test } from 'vitest'
import type { Route } from '../../src/boundary/http-world.ts'
import type { HttpOutput, Reply } from '../../src/boundary/reply.ts'
import { createSeam, type Seam } from '../../src/boundary/seam.ts'
import type { ToolDoor } from '../../src/boundary/tool-world.ts'
import { toolFunction } from '../../src/channels/function-tools.ts'
import { httpDoor } from '../../src/channels/http-door.ts'
import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { faultRecords, planInjector } from '../../src/faults/plan.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { leapingClock } from '../../src/testing/fault-stage.ts'
import type { Recorded } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import { bind } from './lab.ts'

const JSON_HEADERS = { 'content-type': 'application/json' }

function routeOf(channel: Route['channel'], streamed: boolean): Route {
  const text = '{"id":"r1","amount":1200}'
  const body = () => (streamed ? (new Response(text).body as HttpOutput['body']) : text)
  const execute = async (): Promise<Reply<HttpOutput>> => {
    return { kind: 'ok', output: { status: 200, headers: JSON_HEADERS, body: body() } }
  }
  return { channel, target: 'x POST /', access: 'write', path: {}, declare: () => ({ items: 1 }), execute }
}

const REQUEST = { method: 'POST', url: new URL('https://x.test/'), headers: new Headers(), body: '{}' }

const tool: ToolDoor = {
  name: 'refund',
  description: '',
  inputSchema: {},
  access: 'write',
  parse: (input) => ({ input }),
  declare: () => ({ items: 1 }),
  execute: async () => ({ kind: 'ok', output: { content: { id: 'r1' } } }),
}

/** What a client of one of the product's own channels gets: its answer, or the code of its error. */
async function use(channel: string, seam: Seam): Promise<unknown> {
  if (channel === 'tool') {
    const call = toolFunction(tool, seam, 'agent', new AbortController().signal)
    return call({}).catch((thrown) => thrown.code)
  }
  const [route, request] = [routeOf(channel === 'http' ? 'http' : 'model', channel === 'streamed'), REQUEST]
  const proposal = { channel: route.channel, target: route.target, access: 'write', principal: 'agent' } as const
  const signal = new AbortController().signal
  try {
    const response = await seam.cross({ ...proposal, items: 1, input: {}, signal }, httpDoor(route, request))
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
  } catch (thrown) {
    return ((thrown as Error).cause as { code: string }).code
  }
}

async function meet(fault: Fault, channel: string) {
  const clock = leapingClock()
  const events: Recorded[] = []
  const plan = [bind({ fault })]
  const seam = createSeam({
    guards: [],
    injector: planInjector(plan, createRandom(1)),
    approver: undefined,
    clock,
    signal: new AbortController().signal,
    maxCalls: 10,
    write: (event) => void events.push({ seq: events.length + 1, at: clock.now(), ...event }),
    stop: () => {},
  })
  const got = await use(channel, seam)
  return { got, record: faultRecords(plan, gatherEvidence(events).calls)[0] }
}

const WHOLE = { status: 200, retryAfter: null, text: '{"id":"r1","amount":1200}' }
const DONE = { content: { id: 'r1' }, isError: false }
const refused = (code: string) => ({ isError: true, content: { error: { code } } })

/** Fault x channel: what a client sees with default parameters. */
const table: Record<string, { fetch: unknown; tool?: unknown }> = {
  none: { fetch: WHOLE, tool: DONE },
  latency: { fetch: WHOLE, tool: DONE },
  timeout: { fetch: 'UND_ERR_HEADERS_TIMEOUT', tool: 'ETIMEDOUT' },
  'lost-reply': { fetch: 'ECONNRESET', tool: 'ECONNRESET' },
  'error-status': { fetch: { status: 500, retryAfter: null }, tool: refused('internal_error') },
  'rate-limited': { fetch: { status: 429, retryAfter: '1' }, tool: refused('rate_limited') },
  'permission-denied': { fetch: { status: 403 }, tool: refused('permission_denied') },
  'malformed-body': { fetch: { status: 200, text: '{"id":"r1","' } },
}

describe.each<[string, Fault]>(Object.entries(faults))('%s', (name, fault) => {
  const { fetch: fetched, tool: called } = table[name] ?? { fetch: 'no row in the table' }

  test.each(['http', 'model', 'streamed'])('reaches a fetch on %s, and the trace shows it', async (channel) => {
    const { got, record } = await meet(fault, channel)
    if (typeof fetched === 'string') expect(got).toBe(fetched)
    else expect(got).toMatchObject(fetched as object)
    expect(record).toMatchObject({ state: 'delivered', planned: 1 })
  })

  test('reaches a tool, where it exists for tools', async () => {
    const { got, record } = await meet(fault, 'tool')
    expect(fault.channels.includes('tool')).toBe(called !== undefined)
    if (typeof called === 'string') expect(got).toBe(called)
    else expect(got).toMatchObject((called ?? DONE) as object)
    expect(record?.state).toBe(called ? 'delivered' : 'undelivered')
  })
})
