import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Interceptor } from '../../../src/boundary/interceptor.ts'
import { AGES, openServer, PATIENT, pipedClients } from './served.ts'
import { aWorld } from './world.ts'

let server: Awaited<ReturnType<typeof openServer>>
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

describe.each(AGES)('over pipes, a client of %s', (age) => {
  test('lists and calls tools, is told no, and takes a call back', async () => {
    const { world, ran, gaveUp } = aWorld()
    await using served = server.serve({ world })
    const client = await pipedClients[age](served.command)
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['mail', 'look', 'wait', 'forget'])
    const sent = await client.callTool({ name: 'mail', arguments: { to: 'ada' } })
    expect(sent.content).toEqual([{ type: 'text', text: '{"sent":1}' }])
    const refused = await client.callTool({ name: 'mail', arguments: { to: 'nobody' } })
    expect(refused.isError).toBe(true)
    await expect(client.callTool({ name: 'fly', arguments: {} })).rejects.toMatchObject({ code: -32602 })
    const options = { timeout: 300 }
    const waiting = client.callTool(
      { name: 'wait', arguments: {} },
      ...((age === 'sdk 1' ? [undefined, options] : [options]) as never[]),
    )
    await expect(waiting).rejects.toThrow()
    await gaveUp()
    expect(ran).toEqual([
      { to: 'ada', copies: 1 },
      { to: 'nobody', copies: 1 },
    ])
    expect(served.stories().map(({ call }) => call.target)).toEqual([
      'tools LIST',
      'tool mail',
      'tool mail',
      'tools UNKNOWN',
      'tool wait',
    ])
    await client.close()
  })
})

/** Speaks to a command line by line, as a client without a library does. */
function speak(command: readonly string[], env: Record<string, string> = {}) {
  const [file = '', ...args] = command
  const child = spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'], env: { PATH: process.env.PATH ?? '', ...env } })
  const [lines, errors] = [[] as string[], [] as string[]]
  let rest = ''
  child.stdout.setEncoding('utf8').on('data', (part: string) => {
    const parts = (rest + part).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
  })
  child.stderr.setEncoding('utf8').on('data', (part: string) => void errors.push(part))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  return {
    lines,
    errors,
    send: (message: object) => void child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`),
    end: () => {
      child.stdin.end()
      return ended
    },
  }
}

const HELLO = {
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'lines', version: '1' } },
}
const CALL = { id: 2, method: 'tools/call', params: { name: 'mail', arguments: { to: 'ada' } } }
const reset: Interceptor = async () => ({ kind: 'broken', how: 'reset' })
const cut: Interceptor = async (_, next) => ({ kind: 'broken', how: 'truncated', of: await next() })
const silent: Interceptor = async () => ({ kind: 'broken', how: 'no-reply' })

test.each([
  ['a reset is the error of a connection that closed', reset, /^\{"jsonrpc":"2.0","id":2,"error":\{"code":-32000,/],
  ['an answer that is cut short is a line that is no JSON', cut, /^\{"result":\{"content":\[[^\]]*$/],
])('over pipes, %s, and the next call is answered', async (_, intercept, seen) => {
  await using served = server.serve({ world: aWorld().world, fault: { on: 'tool mail', intercept } })
  const client = speak(served.command)
  client.send(HELLO)
  client.send({ method: 'notifications/initialized' })
  client.send(CALL)
  await expect.poll(() => client.lines.length, PATIENT).toBe(2)
  expect(client.lines[1]).toMatch(seen)
  client.send({ id: 3, method: 'tools/list', params: {} })
  await expect.poll(() => client.lines.length, PATIENT).toBe(3)
  expect(JSON.parse(client.lines[2] ?? '')).toMatchObject({ id: 3, result: { tools: expect.any(Array) } })
  expect(await client.end()).toBe(0)
})

test('over pipes, a reply that never comes is no line, and whoever hangs up is not kept', async () => {
  await using served = server.serve({ world: aWorld().world, fault: { on: 'tool mail', intercept: silent } })
  const client = speak(served.command)
  client.send(HELLO)
  client.send(CALL)
  client.send({ id: 3, method: 'tools/list', params: {} })
  await expect.poll(() => client.lines.length, PATIENT).toBe(2)
  expect(JSON.parse(client.lines[1] ?? '')).toMatchObject({ id: 3 })
  expect(await client.end()).toBe(0)
})

test('`mettle mcp` does the same with the address of its environment', async () => {
  await using served = server.serve({ world: aWorld().world })
  const client = speak([process.execPath, resolve('bin/mettle.js'), 'mcp'], { METTLE_MCP_URL: served.url })
  client.send(HELLO)
  client.send(CALL)
  await expect.poll(() => client.lines.length, PATIENT).toBe(2)
  expect(client.lines[1]).toContain('{\\"sent\\":1}')
  expect(await client.end()).toBe(0)
})

test('an address that is none is said, with what to do', async () => {
  await using served = server.serve({ world: aWorld().world })
  const [node = '', script = ''] = served.command
  for (const command of [
    [node, script],
    [node, script, 'nowhere'],
    [node, resolve('bin/mettle.js'), 'mcp'],
  ]) {
    const client = speak(command)
    expect(await client.end()).toBe(2)
    expect(client.errors.join('')).toMatch(/^Failed to reach the tools.*METTLE_MCP_URL/s)
  }
})
