import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import { AGES, clients, openServer, PATIENT } from './served.ts'
import { aWorld } from './world.ts'

let server: Awaited<ReturnType<typeof openServer>>
beforeAll(async () => {
  server = await openServer()
})
afterAll(() => server[Symbol.asyncDispose]())

const deny: SeatedGuard = { name: 'no', mode: 'enforce', decide: () => ({ kind: 'deny', reason: 'Not today.' }) }
const texts = (result: unknown) =>
  (result as { content: { text: string }[] }).content.map(({ text }) => JSON.parse(text) as unknown)

describe.each(AGES)('a client of %s', (age) => {
  test('is told of every tool, and a list is a call that is no action', async () => {
    await using served = server.serve({ world: aWorld().world, guards: [deny] })
    const client = await clients[age](served.url)
    const { tools } = await client.listTools()
    expect(tools.map(({ name }) => name)).toEqual(['mail', 'look', 'wait', 'forget'])
    expect(tools[0]).toMatchObject({ description: 'Send mail', inputSchema: { type: 'object', required: ['to'] } })
    const [list] = served.stories()
    expect(list?.call).toMatchObject({ target: 'tools LIST', access: 'read', isAction: false, channel: 'tool' })
    expect(list?.decisions).toEqual([])
    expect(list?.delivered?.outcome).toBe('ok')
    await client.close()
  })

  test('calls a tool across the seam, as a function would', async () => {
    const { world, ran } = aWorld()
    await using served = server.serve({ world })
    const client = await clients[age](served.url)
    const result = await client.callTool({ name: 'mail', arguments: { to: 'ada' } })
    expect(texts(result)).toEqual([{ sent: 1 }])
    expect(ran).toEqual([{ to: 'ada', copies: 1 }])
    const [story] = served.stories()
    expect(story?.call).toMatchObject({ target: 'tool mail', input: { to: 'ada', copies: 1 }, access: 'write' })
    expect(story?.call.schema).toMatch(/^[0-9a-f]{8}$/)
    expect(story?.delivered?.outcome).toBe('ok')
    await client.close()
  })

  test('gets the blocks of MCP that a tool answers with', async () => {
    await using served = server.serve({ world: aWorld().world })
    const client = await clients[age](served.url)
    const { content } = await client.callTool({ name: 'look', arguments: {} })
    expect(content).toMatchObject([{ type: 'text' }, { type: 'image', data: 'AAAA', mimeType: 'image/png' }])
    await client.close()
  })

  test.each([
    ['nobody', { error: { code: 'refused', message: 'There is no such person' } }],
    ['bug', { error: { code: 'internal_error', message: 'Internal error' } }],
  ])('is told no by the world (%s) as an error of the tool', async (to, said) => {
    await using served = server.serve({ world: aWorld().world })
    const client = await clients[age](served.url)
    const result = await client.callTool({ name: 'mail', arguments: { to } })
    expect(result.isError).toBe(true)
    expect(texts(result)).toEqual([said])
    await client.close()
  })

  test('is told no by a guard, and nothing runs', async () => {
    const { world, ran } = aWorld()
    await using served = server.serve({ world, guards: [deny] })
    const client = await clients[age](served.url)
    const result = await client.callTool({ name: 'mail', arguments: { to: 'ada' } })
    expect(result.isError).toBe(true)
    expect(texts(result)).toEqual([{ error: { code: 'denied_by_policy', message: 'Not today.' } }])
    expect(ran).toEqual([])
    await client.close()
  })

  test('is told of input that does not fit as an error of the tool, and nothing runs', async () => {
    const { world, ran } = aWorld()
    await using served = server.serve({ world })
    const client = await clients[age](served.url)
    const result = await client.callTool({ name: 'mail', arguments: { to: 7 } })
    expect(result.isError).toBe(true)
    expect(served.stories()[0]?.call.malformed).toEqual(expect.any(String))
    expect(ran).toEqual([])
    await client.close()
  })

  test('calls a statement once, as that statement', async () => {
    const { world, ran } = aWorld()
    await using served = server.serve({ world })
    const client = await clients[age](served.url)
    expect(texts(await client.callTool({ name: 'forget', arguments: {} }))).toEqual([{ rows: [], rowCount: 1 }])
    expect(ran).toEqual(['DELETE'])
    expect(served.stories().map(({ call }) => `${call.channel} ${call.target}`)).toEqual(['sql shop DELETE items'])
    await client.close()
  })

  test('that asks for what there is not gets the error of the protocol, and leaves a trace', async () => {
    await using served = server.serve({ world: aWorld().world })
    const client = await clients[age](served.url)
    const asked = client.callTool({ name: 'fly', arguments: { far: true } })
    await expect(asked).rejects.toMatchObject({ code: -32602, message: expect.stringContaining('Unknown tool: fly') })
    const call = { target: 'tools UNKNOWN', input: { name: 'fly', arguments: { far: true } } }
    expect(served.stories()[0]?.call).toMatchObject(call)
    await client.close()
  })

  test('hears how far its call has come, where it asked for that', async () => {
    await using served = server.serve({ world: aWorld().world })
    const client = await clients[age](served.url)
    const heard: unknown[] = []
    const onprogress = (step: unknown) => void heard.push(step)
    await client.callTool({ name: 'mail', arguments: { to: 'ada' } }, ...options(age, { onprogress }))
    expect(heard).toEqual([{ progress: 1, total: 2, message: 'half' }])
    expect(served.stories()[0]?.call).not.toHaveProperty('progress')
    await client.close()
  })

  test('reads what there is to read, across the seam', async () => {
    await using served = server.serve({ world: aWorld().world })
    const client = await clients[age](served.url)
    const listed = [
      { name: 'handbook', uri: 'file:///handbook.md', mimeType: 'text/markdown' },
      { name: 'logo', uri: 'world://logo', mimeType: 'application/octet-stream' },
    ]
    expect((await client.listResources()).resources).toMatchObject(listed)
    const uri = 'file:///handbook.md'
    const text = { uri, mimeType: 'text/markdown', text: '# Rules' }
    expect((await client.readResource({ uri })).contents).toEqual([text])
    expect((await client.readResource({ uri: 'world://logo' })).contents).toMatchObject([{ blob: 'AAAA' }])
    await expect(client.readResource({ uri: 'file:///etc/passwd' })).rejects.toThrow('Unknown resource')
    const [lists, reads, , unknown] = served.stories().map(({ call }) => call)
    expect(lists).toMatchObject({ target: 'resources LIST', isAction: false })
    expect(reads).toMatchObject({ target: 'resource handbook', access: 'read', input: { uri } })
    expect(unknown).toMatchObject({ target: 'resources UNKNOWN', input: { uri: 'file:///etc/passwd' } })
    await client.close()
  })

  test('that gives up takes its call back', async () => {
    const { world, gaveUp } = aWorld()
    await using served = server.serve({ world })
    const client = await clients[age](served.url)
    const patience = new AbortController()
    const asked = client.callTool({ name: 'wait', arguments: {} }, ...options(age, { signal: patience.signal }))
    await expect.poll(() => served.stories().length, PATIENT).toBe(1)
    patience.abort(new Error('Enough'))
    await expect(asked).rejects.toThrow()
    await gaveUp()
    await expect.poll(() => served.stories()[0]?.delivered?.outcome, PATIENT).toBe('gone')
    await client.close()
  })
})

/** The old client takes a schema before its options. */
function options(age: string, given: object): never[] {
  return (age === 'sdk 1' ? [undefined, given] : [given]) as never[]
}

test('two trials at once are told apart by their addresses', async () => {
  const [one, other] = [aWorld(), aWorld()]
  await using first = server.serve({ world: one.world })
  await using second = server.serve({ world: other.world })
  expect(new URL(first.url).port).toBe(new URL(second.url).port)
  const client = await clients['2026-07-28'](second.url)
  await client.callTool({ name: 'mail', arguments: { to: 'ada' } })
  expect([one.ran.length, other.ran.length]).toEqual([0, 1])
  expect([first.stories().length, second.stories().length]).toEqual([0, 1])
  await client.close()
})

test('what was taken away is served no more, and what is under way breaks off', async () => {
  const served = server.serve({ world: aWorld().world })
  const client = await clients['2026-07-28'](served.url)
  const asked = client.callTool({ name: 'wait', arguments: {} })
  await expect.poll(() => served.stories().length, PATIENT).toBe(1)
  await served[Symbol.asyncDispose]()
  await expect(asked).rejects.toThrow()
  expect((await fetch(served.url, { method: 'POST', body: '{}' })).status).toBe(404)
})

test('nothing runs once the trial is over', async () => {
  const { world, ran } = aWorld()
  await using served = server.serve({ world })
  const client = await clients['2026-07-28'](served.url)
  served.end()
  await expect(client.callTool({ name: 'mail', arguments: { to: 'ada' } })).rejects.toThrow()
  expect(ran).toEqual([])
})
