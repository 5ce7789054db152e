import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Interceptor } from '../../../src/boundary/interceptor.ts'
import { AGES, type Age, clients, openServer } from './served.ts'
import { aWorld } from './world.ts'

let server: Awaited<ReturnType<typeof openServer>>
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const reset: Interceptor = async () => ({ kind: 'broken', how: 'reset' })
const silent: Interceptor = async () => ({ kind: 'broken', how: 'no-reply' })
const cut: Interceptor = async (_, next) => ({ kind: 'broken', how: 'truncated', of: await next() })

function broken(intercept: Interceptor, on = 'tool mail') {
  const { world, ran } = aWorld()
  return { served: server.serve({ world, fault: { on, intercept } }), ran }
}

describe.each(AGES)('to a client of %s', (age: Age) => {
  test.each([
    ['a reset', reset],
    ['an answer that is cut short', cut],
  ])('%s is no answer, and the connection is good for the next call', async (_, intercept) => {
    const { served } = broken(intercept)
    await using _served = served
    const client = await clients[age](served.url)
    // What a client makes of a stream that ends too early is its own affair: some wait until they lose patience.
    const asked = client.callTool({ name: 'mail', arguments: { to: 'ada' } }, ...patience(age))
    await expect(asked).rejects.toThrow()
    expect(served.stories()[0]?.delivered).toMatchObject({ outcome: 'broken' })
    expect(await client.listTools()).toMatchObject({ tools: expect.any(Array) })
    await client.close()
  })

  test('an answer that never comes leaves it waiting', async () => {
    const { served, ran } = broken(silent)
    await using _served = served
    const client = await clients[age](served.url)
    const asked = client.callTool({ name: 'mail', arguments: { to: 'ada' } }, ...patience(age))
    await expect(asked).rejects.toThrow(/timed out/i)
    expect(served.stories()[0]?.delivered).toMatchObject({ outcome: 'broken', how: 'no-reply' })
    expect(ran).toEqual([])
    await client.close()
  })
})

/** How long a client waits for an answer. The old one takes a schema before its options. */
function patience(age: Age): never[] {
  const options = { timeout: 400 }
  return (age === 'sdk 1' ? [undefined, options] : [options]) as never[]
}

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientCapabilities': {},
}
const ACCEPT = 'application/json, text/event-stream'

/** Asks as bytes on a socket, and tells what came of it. */
function ask(url: string, body: object, headers: Record<string, string> = {}) {
  return new Promise<{ status?: number; text: string; error?: string }>((resolve) => {
    let text = ''
    const given = { 'content-type': 'application/json', accept: ACCEPT, ...headers }
    const asked = request(url, { method: 'POST', headers: given }, (response) => {
      const { statusCode: status = 0 } = response
      response.setEncoding('utf8')
      response.on('data', (part) => {
        text += part
      })
      response.on('error', ({ code }: NodeJS.ErrnoException) => resolve({ status, text, error: String(code) }))
      response.on('end', () => resolve({ status, text }))
    })
    asked.on('error', ({ code }: NodeJS.ErrnoException) => resolve({ text, error: String(code) }))
    asked.end(JSON.stringify({ jsonrpc: '2.0', id: 1, ...body }))
  })
}

const CALL = { name: 'mail', arguments: { to: 'ada' } }
const ages = {
  '2026-07-28': [
    { method: 'tools/call', params: { ...CALL, _meta: META } },
    { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': 'mail' },
  ],
  '2025-11-25': [{ method: 'tools/call', params: CALL }, { 'mcp-protocol-version': '2025-11-25' }],
} as const

describe.each(Object.entries(ages))('on the socket of a client of %s', (_, [body, headers]) => {
  test('all of it arrives where nothing breaks', async () => {
    const { served } = broken(reset, 'nothing')
    await using _served = served
    const { status, text, error } = await ask(served.url, body, headers)
    expect([status, error]).toEqual([200, undefined])
    expect(text).toContain('{\\"sent\\":1}')
  })

  test('a reset is ECONNRESET', async () => {
    const { served } = broken(reset)
    await using _served = served
    expect(await ask(served.url, body, headers)).toEqual({ text: '', error: 'ECONNRESET' })
  })

  test('what is cut short ends in the middle of it', async () => {
    const { served, ran } = broken(cut)
    await using _served = served
    const { status, text, error } = await ask(served.url, body, headers)
    expect([status, error]).toEqual([200, 'ECONNRESET'])
    expect(text).toMatch(/^(event: message\ndata: )?\{/)
    expect(() => JSON.parse(text.slice(text.indexOf('{')))).toThrow()
    expect(ran).toHaveLength(1)
  })
})

test('whoever was led here from a page on another host is refused', async () => {
  const { served } = broken(reset, 'nothing')
  await using _served = served
  const [body, headers] = ages['2025-11-25']
  const { port } = new URL(served.url)
  const good = { host: `localhost:${port}`, origin: `http://localhost:${port}` }
  expect((await ask(served.url, body, { ...headers, ...good })).status).toBe(200)
  expect((await ask(served.url, body, { ...headers, host: 'evil.test' })).status).toBe(403)
  expect((await ask(served.url, body, { ...headers, origin: 'https://evil.test' })).status).toBe(403)
})

test.each([
  ['no JSON', 'not json'],
  ['a number', '7'],
  [
    'arguments that are no object',
    JSON.stringify({ ...{ jsonrpc: '2.0', id: 1 }, method: 'tools/call', params: { name: 'mail', arguments: 7 } }),
  ],
  ['no method', JSON.stringify({ jsonrpc: '2.0', id: 1 })],
])('%s is refused, and nothing of the harness fails', async (_, body) => {
  const { served, ran } = broken(reset, 'nothing')
  await using _served = served
  const headers = { 'content-type': 'application/json', accept: ACCEPT }
  const response = await fetch(served.url, { method: 'POST', headers, body })
  expect(await response.text()).toMatch(/"error":\{"code":-32\d\d\d/)
  expect(ran).toEqual([])
  expect(served.faults()).toEqual([])
})
