import { beforeAll, describe, expect, test } from 'vitest'
import type { ProjectRun } from './run-project.ts'
import { runProject } from './run-project.ts'

const CLIENTS = ['NodeHttp', 'Axios', 'Got', 'Undici']

interface Seen {
  status?: number
  body?: string
  code?: string
  ms: number
  arrivals?: number[]
}

let faulty: ProjectRun
let calm: ProjectRun

/** What an agent's client saw, and the one call that the trace has of it. */
function seen({ trials }: ProjectRun, agent: string, variant = 'calm') {
  const trial = trials.find(({ record }) => record.agent === agent && record.variant === variant)
  if (!trial) throw new Error(`there is no trial of ${agent} in ${variant}`)
  const { record, evidence } = trial
  return { ...(record.answer as unknown as Seen), call: evidence.calls[0], record }
}

beforeAll(async () => {
  const agents = (doing: string) => CLIENTS.map((client) => `${doing}By${client}`)
  const single = ['destroysRequest', 'listens', 'hangsUp']
  faulty = await runProject('project', ['post', '--agent', agents('reads').join()])
  calm = await runProject('project', [
    ...['post', '--variant', 'calm', '--agent'],
    [...agents('writes'), ...agents('givesUp'), ...single].join(),
  ])
})

describe.each(CLIENTS)('%s sees a fault as its own transport would show it', (client) => {
  const reader = `readsBy${client}`

  test('a lost reply is a reset connection, after the world has acted', () => {
    const { code, call, record } = seen(faulty, reader, 'lost')
    expect(code).toBe('ECONNRESET')
    expect(call?.executed?.outcome).toBe('ok')
    expect(record.faults[0]?.state).toBe('delivered')
  })

  test('a reply that never comes is a connection that timed out', () => {
    expect(seen(faulty, reader, 'silent').code).toBe('ETIMEDOUT')
    expect(seen(faulty, reader, 'silent').call?.executed).toBeUndefined()
  })

  test('latency is waited for, longer than a silent socket is', () => {
    const { status, ms } = seen(faulty, reader, 'late')
    expect(status).toBe(200)
    expect(ms).toBeGreaterThanOrEqual(700)
  })

  test('an error has its status', () => {
    expect(seen(faulty, reader, 'denied').status).toBe(503)
  })

  test('a body that breaks off is an error, not a short body', () => {
    const { code, status, call } = seen(faulty, reader, 'cut')
    expect(status).toBeUndefined()
    expect(code).toMatch(/ECONNRESET|ERR_BAD_RESPONSE|ERR_HTTP_CONTENT_LENGTH_MISMATCH|UND_ERR_SOCKET/)
    expect(call?.delivered).toMatchObject({ outcome: 'broken', how: 'truncated' })
  })

  test('a calm world is a calm world', () => {
    expect(seen(faulty, reader)).toMatchObject({ status: 200, body: '{"open":"9 to 5"}' })
  })
})

describe.each(CLIENTS)('%s', (client) => {
  test('posts a body that arrives whole', () => {
    const { status, body, record } = seen(calm, `writesBy${client}`)
    expect({ status, body, effects: record.effects }).toEqual({ status: 201, body: 'true', effects: 1 })
  })

  test('gives up, and the call knows', () => {
    const { code, call } = seen(calm, `givesUpBy${client}`)
    expect(code).toBeDefined()
    expect(call?.delivered?.outcome).toBe('gone')
  })
})

test('a destroyed request is a client that has gone', () => {
  const { code, call } = seen(calm, 'destroysRequest')
  expect(code).toBe('ECONNRESET')
  expect(call?.delivered?.outcome).toBe('gone')
})

describe('a streamed reply', () => {
  test('arrives piece by piece', () => {
    const { body, arrivals = [] } = seen(calm, 'listens')
    expect(body).toBe('data: one\n\ndata: two\n\ndata: three\n\n')
    expect(arrivals).toHaveLength(3)
    expect((arrivals[2] ?? 0) - (arrivals[0] ?? 0)).toBeGreaterThan(60)
  })

  test('is dropped by a client that hangs up in the middle', () => {
    const { body, call } = seen(calm, 'hangsUp')
    expect(body).toBe('data: one\n\n')
    expect(call?.delivered).toMatchObject({ outcome: 'gone', status: 200 })
  })
})

test('an agent that keeps its connections uses them in its own trial only', async () => {
  const args = ['post', '--variant', 'calm', '--agent', 'keepsConnections', '--trials', '4', '--workers', '1']
  const { trials } = await runProject('project', args)
  const bodies = trials.map(({ record }) => (record.answer as unknown as Seen).body)
  // The module lives on in its worker: the trials count up, and each begins with a connection of its own.
  expect(bodies).toEqual([1, 2, 3, 4].map((trial) => `200 200 reused 200 reused in trial ${trial}`))
  for (const { record } of trials) expect(record).toMatchObject({ verdict: 'passed', usage: { calls: 3 } })
  expect(new Set(trials.map(({ record }) => record.traceHash)).size).toBe(4)
})
