import { readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import type { ModelProvider, Route } from '../../src/boundary/http-world.ts'
import { createSeam, type Seam } from '../../src/boundary/seam.ts'
import type { SqlWorld } from '../../src/boundary/sql-world.ts'
import type { ToolDoor } from '../../src/boundary/tool-world.ts'
import { type HttpOutput, WholeBody } from '../../src/boundary/wire.ts'
import { installFetch } from '../../src/channels/http/fetch.ts'
import { createServing } from '../../src/channels/http/serving.ts'
import { channels } from '../../src/channels/index.ts'
import { sqlDatabase } from '../../src/channels/sql/client.ts'
import { toolFunction } from '../../src/channels/tools/function.ts'
import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { faultRecords, planInjector } from '../../src/faults/plan.ts'
import type { Clock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { leapingClock, spokenAs, stageWorld } from '../../src/testing/fault-stage.ts'
import type { Recorded, TraceEvent } from '../../src/trace/event.ts'
import { gatherEvidence } from '../../src/trace/evidence.ts'
import type { Turn } from '../../src/trace/turn.ts'
import { responses } from '../../src/world/models/wires/responses.ts'
import { noService } from '../channels/no-service.ts'
import { bind } from './lab.ts'

const realFetch = globalThis.fetch
const serving = createServing()
installFetch(serving)
const patchedFetch = globalThis.fetch
globalThis.fetch = realFetch
afterAll(() => serving.close())

/** A refund that was of 900 before the first write. */
function refund(writes: number): string {
  return `{"id":"r1","amount":${writes === 0 ? 900 : 1200}}`
}

/** As each of OpenAI's wires says no. */
const PROVIDER: ModelProvider = {
  wire: 'responses',
  isTurn: true,
  refusal: ({ headers = {}, ...refusal }) => ({
    status: refusal.status,
    headers,
    body: responses.refusal(refusal, {}),
  }),
  opening: () => undefined,
}

const EVENTS = 'data: 1\n\ndata: 2\n\n'

function openWorld({ reply }: Fault, channel: 'http' | 'model', streamed: boolean) {
  let writes = 0
  const type = reply === 'event-stream' ? 'text/event-stream' : 'application/json'
  const route = (method: string, { origin }: URL): Route | undefined => {
    if (origin !== 'https://x.test') return undefined
    const access = method === 'GET' ? 'read' : 'write'
    return {
      ...(channel === 'model' && { provider: PROVIDER }),
      target: `x ${method} /`,
      access,
      path: {},
      declare: () => ({ items: 1 }),
      execute: async () => {
        if (access === 'write') writes++
        const text = reply === 'event-stream' ? EVENTS : refund(writes)
        const body = streamed ? (new Response(text).body as HttpOutput['body']) : new WholeBody(text)
        const spoken = channel === 'model' ? { spoken: spokenAs() } : {}
        return { kind: 'ok', output: { status: 200, headers: [['content-type', type]], body }, ...spoken }
      },
    }
  }
  const toolDoor = (name: string, access: 'read' | 'write'): ToolDoor => ({
    name,
    description: '',
    inputSchema: {},
    access,
    parse: (input) => ({ input }),
    declare: () => ({ items: 1 }),
    execute: async () => {
      if (access === 'write') writes++
      return { kind: 'ok', output: { content: JSON.parse(refund(writes)) } }
    },
  })
  return { route, tools: { read: toolDoor('look', 'read'), write: toolDoor('refund', 'write') } }
}

const ROW = { command: 'UPDATE', rowCount: 1, rows: [{ id: 'r1', amount: 1200 }], fields: [] }

/** A database of one answer, which remembers what was done to the connection. What a real server makes of it is in test/databases. */
function openDatabase(): SqlWorld & { done: string[] } {
  const done: string[] = []
  const note = (what: string) => async () => void done.push(what)
  return {
    name: 'x',
    done,
    hints: () => ({ target: 'x UPDATE refunds', access: 'write' }),
    service: noService,
    session: () => ({
      execute: async () => ({ kind: 'ok', output: { content: ROW } }),
      fail: note('failed'),
      sever: note('severed'),
      cancel: note('cancelled'),
    }),
  }
}

/** What a client of a database gets: its rows, or the code of its error and what became of the connection. */
async function query(seam: Seam, clock: Clock): Promise<unknown> {
  const database = openDatabase()
  const { signal } = new AbortController()
  const sent = sqlDatabase(database, { seam, principal: 'agent', clock, signal }).query(
    'UPDATE refunds SET amount = 1200',
  )
  return sent.catch(({ code }) => [code, ...database.done].join(', '))
}

/** What a client of fetch gets: its answer, or the code of its error. */
async function ask(method: 'GET' | 'POST'): Promise<unknown> {
  const body = method === 'POST' ? { body: '{"prices":[1,2,3]}', headers: { 'content-type': 'application/json' } } : {}
  try {
    const response = await patchedFetch('https://x.test/', { method, ...body })
    return { status: response.status, retryAfter: response.headers.get('retry-after'), text: await response.text() }
  } catch (thrown) {
    return ((thrown as Error).cause as { code: string }).code
  }
}

interface Surroundings {
  seam: Seam
  clock: Clock
  note(event: TraceEvent): void
}

/** A read, a write and the read once more, or a write alone: the last is what the fault is about. */
async function use(fault: Fault, channel: string, { seam, clock, note }: Surroundings): Promise<unknown> {
  const { route, tools } = openWorld(fault, channel === 'model' ? 'model' : 'http', channel === 'streamed')
  serving.open({ http: { route }, seam, principal: 'agent', belongs: () => true, note })
  const call = ({ access }: ToolDoor) => {
    const door = access === 'read' ? tools.read : tools.write
    const tool = toolFunction(door, seam, 'agent', new AbortController().signal)
    return tool({ prices: [1, 2, 3] }).catch((thrown) => thrown.code)
  }
  const send = (access: 'read' | 'write') =>
    channel === 'tool' ? call(tools[access]) : ask(access === 'read' ? 'GET' : 'POST')
  if (channel === 'sql') return query(seam, clock)
  if (fault.access !== 'read') return send('write')
  await send('read')
  await send('write')
  return send('read')
}

async function meet(fault: Fault, channel: string) {
  const clock = leapingClock()
  const events: Recorded[] = []
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const plan = [bind({ fault })]
  const seam = createSeam({
    channels,
    guards: [],
    injector: planInjector(plan, { random: createRandom(1), clock, world: (call) => stageWorld(call, write) }),
    approver: undefined,
    clock,
    signal: new AbortController().signal,
    maxCalls: 10,
    write,
    restart: async ({ id: call }) => {
      write({ type: 'agent-restarted', call })
      return true
    },
    stop: () => {},
  })
  const got = await use(fault, channel, { seam, clock, note: write })
  return { got, record: faultRecords(plan, gatherEvidence(events).calls)[0], events }
}

const TRUTH = refund(1)
const WHOLE = { status: 200, retryAfter: null, text: TRUTH }
const DONE = { content: JSON.parse(TRUTH), isError: false }
const refused = (code: string) => ({ isError: true, content: { error: { code } } })
const told = (text: string) => ({ fetch: { status: 200, text }, tool: { isError: false, content: JSON.parse(text) } })
const large = (text: string) => text.length === 5_000_000 && text.startsWith('{"id":"r1","amount":1200,"padding":"xxx')

/** What a model said in place of its turn. */
const model = (is: (turn: Turn) => boolean) => ({
  fetch: { status: 200, text: expect.toSatisfy((text) => is(JSON.parse(text))) },
})

const isLie = ({ id, amount }: { id: string; amount: number }) => (id === 'r1') !== (amount === 1200)

/** Fault x channel: what a client sees with default parameters. */
const table: Record<string, { fetch?: unknown; tool?: unknown; sql?: unknown }> = {
  none: { fetch: WHOLE, tool: DONE, sql: ROW },
  latency: { fetch: WHOLE, tool: DONE, sql: ROW },
  timeout: { fetch: 'UND_ERR_HEADERS_TIMEOUT', tool: 'ETIMEDOUT', sql: 'ETIMEDOUT, severed' },
  'connection-reset': { fetch: 'ECONNRESET', tool: 'ECONNRESET' },
  // Where the agent lives on, for it is not killed here.
  'agent-restart': { fetch: 'ECONNRESET', tool: 'ECONNRESET', sql: 'ECONNRESET, severed' },
  'lost-reply': { fetch: 'ECONNRESET', tool: 'ECONNRESET', sql: 'ECONNRESET, severed' },
  'error-status': { fetch: { status: 500, retryAfter: null }, tool: refused('internal_error') },
  unavailable: { fetch: { status: 503, retryAfter: '5' }, tool: refused('unavailable') },
  'rate-limited': { fetch: { status: 429, retryAfter: '1' }, tool: refused('rate_limited') },
  'permission-denied': { fetch: { status: 403 }, tool: refused('permission_denied'), sql: '42501, failed' },
  'serialization-failure': { sql: '40001, failed' },
  deadlock: { sql: '40P01, failed' },
  'statement-timeout': { sql: '57014, failed' },
  'connection-lost': { sql: 'ECONNRESET, severed' },
  // It follows, and finds itself outside its world.
  redirect: { fetch: 'ECONNREFUSED' },
  'malformed-body': { fetch: { status: 200, text: '{"id":"r1","' } },
  'truncated-body': { fetch: 'UND_ERR_SOCKET' },
  'slow-drip': { fetch: WHOLE },
  'stream-cut': { fetch: { status: 200, text: 'data: 1\n\n' } },
  'truncated-stream': { fetch: { status: 200, text: '' } },
  'slow-first-token': { fetch: { ...WHOLE, text: EVENTS } },
  'stalled-stream': { fetch: { ...WHOLE, text: EVENTS } },
  overloaded: { fetch: { status: 503 } },
  'authentication-failed': { fetch: { status: 401 } },
  'context-length': { fetch: { status: 400 } },
  'malformed-tool-arguments': model(({ toolCalls }) => toolCalls?.[0]?.argumentsText === '{"id"'),
  'unknown-tool': model(({ toolCalls }) => toolCalls?.[0]?.name === 'no_such_tool'),
  'repeated-tool-call': model(({ toolCalls }) => toolCalls?.[0]?.name === 'look'),
  refusal: model(({ refusal }) => refusal !== undefined),
  'empty-completion': model((turn) => Object.keys(turn).length === 0),
  'output-cut-at-max-tokens': model(({ stop }) => stop === 'max-tokens'),
  'model-substitution': model(({ model }) => model === 'another-model'),
  'injected-instruction': {
    fetch: { status: 200, text: expect.stringContaining('Ignore your task') },
    tool: { isError: false, content: { note: expect.stringContaining('Ignore your task') } },
  },
  'oversized-body': {
    fetch: { status: 200, text: expect.toSatisfy(large) },
    tool: { content: expect.toSatisfy((content) => large(JSON.stringify(content))) },
  },
  'schema-drift': told('{"id":"r1","Amount":1200}'),
  'wrong-value': {
    fetch: { status: 200, text: expect.toSatisfy((text) => isLie(JSON.parse(text))) },
    tool: { isError: false, content: expect.toSatisfy(isLie) },
  },
  'stale-data': told(refund(0)),
  'empty-result': told('null'),
  'partial-write': { fetch: WHOLE, tool: DONE },
  'concurrent-change': { fetch: WHOLE, tool: DONE },
  'clock-skew': { fetch: WHOLE },
  'expired-token': { fetch: { status: 401 } },
  'tool-disappears': { fetch: WHOLE, tool: refused('unknown_tool') },
}

/** A fault that is in no table: its own test holds it to the contract. */
function standsAlone(name: string): boolean {
  return !(name in table) && readFileSync(`test/faults/${name}.test.ts`, 'utf8').includes('faultContract(')
}

const tabled = Object.entries<Fault>(faults).filter(([name]) => !standsAlone(name))

describe.each(tabled)('%s', (name, fault) => {
  const { fetch: fetched, tool: called, sql: queried } = table[name] ?? { fetch: 'no row in the table' }
  const untouched = fault.reply === 'event-stream' ? { ...WHOLE, text: EVENTS } : WHOLE

  test.each(['http', 'model', 'streamed'] as const)('meets a fetch on %s, and the trace shows it', async (channel) => {
    // What the past answered in a stream is gone.
    const name = channel === 'streamed' ? 'http' : channel
    const exists = fault.channels.includes(name) && !(channel === 'streamed' && fault.remembers)
    const { got, record } = await meet(fault, channel)
    const seen = exists ? fetched : untouched
    if (typeof seen === 'string') expect(got).toBe(seen)
    else expect(got).toMatchObject(seen as object)
    expect(record?.state).toBe(exists ? 'delivered' : 'undelivered')
  })

  test('meets a tool, where it exists for tools', async () => {
    const { got, record } = await meet(fault, 'tool')
    expect(fault.channels.includes('tool')).toBe(called !== undefined)
    if (typeof called === 'string') expect(got).toBe(called)
    else expect(got).toMatchObject((called ?? DONE) as object)
    expect(record?.state).toBe(called ? 'delivered' : 'undelivered')
  })

  test('meets a statement, where it exists for databases', async () => {
    const { got, record } = await meet(fault, 'sql')
    expect(fault.channels.includes('sql')).toBe(queried !== undefined)
    expect(got).toEqual(queried ?? ROW)
    expect(record?.state).toBe(queried ? 'delivered' : 'undelivered')
  })
})

test('no row of the table is about a fault that does not exist', () => {
  expect(Object.keys(table).filter((name) => !(name in faults))).toEqual([])
})
