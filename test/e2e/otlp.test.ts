import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js'
import { beforeAll, expect, test } from 'vitest'
import { mettle, plantProject, ROOT, readRecord } from './cli.ts'

// What is exported, as a collector gets it, and read by a decoder that is not ours.

/** What protobufjs makes of a message type. */
interface Codec {
  fromObject(value: object): object
  verify(message: object): string | null
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
  toObject(message: object, options?: object): object
}
const ExportTraceServiceRequest: Codec = Reflect.get(root, 'opentelemetry').proto.collector.trace.v1
  .ExportTraceServiceRequest

interface Span {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  status: { code: number; message?: string }
  attributes: { key: string; value: Record<string, unknown> }[]
  events?: { name: string; attributes: Span['attributes'] }[]
}

let cwd: string
let spans: Span[]
let bodies: string[]

const read = (list: Span['attributes']) =>
  Object.fromEntries(list.map(({ key, value }) => [key, Object.values(value)[0]]))
const spansIn = (body: string): Span[] => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans

/** The ids are hex in OTLP's JSON, and base64 in that of protobuf. */
const inBase64 = (body: string) =>
  JSON.parse(body, (name, value) =>
    /^(traceId|spanId|parentSpanId)$/.test(name) ? Buffer.from(value, 'hex').toString('base64') : value,
  )

beforeAll(async () => {
  cwd = plantProject({
    'mettle.config.js': `export default { agents: { desk: './agent.js' }, gate: ['passRate >= 0'] }`,
    'agent.js': `export const run = async (task, { tools, urls, modelUrl }) => {
      const asked = { model: 'acme', messages: [{ role: 'user', content: task.text }] }
      const chat = await fetch(modelUrl + '/chat/completions', { method: 'POST', body: JSON.stringify(asked), headers: { 'content-type': 'application/json' } })
      await chat.json()
      const { content } = await tools.look.call({ order: 'ü 1' }).catch(() => ({ content: 'lost' }))
      return content
    }`,
    'world.js': `import { z } from '${ROOT}/node_modules/zod/index.js'
      import { defineTool } from '${ROOT}/src/world/tool.ts'
      export const look = defineTool({ description: 'Looks.', access: 'read', input: z.object({ order: z.string() }), handler: () => ({ state: 'paid' }) })`,
    'scenarios/look.scenario.yaml': `task: { text: Look at the order. }
world:
  tools: { look: ../world.js#look }
  models: { acme: { turns: [{ text: I look. }] } }
variants:
  down: [{ fault: unavailable, on: tool look, when: { nth: 1 } }]
scorers: [{ use: answer, params: { includes: [paid] } }]
`,
  })
  const { code, stdout, stderr } = await mettle(['run', '--reporter', 'otlp', '--seed', '7'], { cwd })
  if (code !== 0) throw new Error(stdout + stderr)

  bodies = []
  const collector = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    bodies.push(Buffer.concat(chunks).toString())
    response.writeHead(request.url === '/v1/traces' ? 200 : 404, { 'content-type': 'application/json' }).end('{}')
  })
  collector.listen(0, '127.0.0.1')
  await once(collector, 'listening')
  const { port } = collector.address() as AddressInfo
  // The loop of the page on the reporter.
  const page = readFileSync(join(ROOT, 'docs/reporters/otlp.md'), 'utf8')
  const [, loop = ''] = /\n( {4}while[\s\S]*?jsonl\n)/.exec(page) ?? []
  await promisify(execFile)('sh', ['-euc', loop.replace('localhost:4318', `127.0.0.1:${port}`)], { cwd })
  collector.close()
  spans = bodies.flatMap(spansIn)
})

test('a collector gets a request for each trial, of which the published protocol knows every field', () => {
  expect(bodies).toHaveLength(2)
  for (const body of bodies) {
    const given = inBase64(body)
    const message = ExportTraceServiceRequest.fromObject(given)
    expect(ExportTraceServiceRequest.verify(message)).toBeNull()
    const back = ExportTraceServiceRequest.decode(ExportTraceServiceRequest.encode(message).finish())
    expect(ExportTraceServiceRequest.toObject(back, { longs: String, bytes: String })).toEqual(given)
  }
  // The check can fail: what the protocol does not know is lost on the way.
  const odd = { resourceSpans: [{ scopeSpans: [{ spans: [{ nome: 'x' }] }] }] }
  expect(ExportTraceServiceRequest.toObject(ExportTraceServiceRequest.fromObject(odd))).not.toEqual(odd)
})

test('a trial is a trace: its verdict, its calls, its score, its fault', () => {
  const { trials } = readRecord(join(cwd, 'reports/latest'))
  const traces = Map.groupBy(spans, ({ traceId }) => traceId)
  expect(traces.size).toBe(2)
  const [calm, down] = [...traces.values()]
  expect(calm?.map(({ name, kind }) => [name, kind])).toEqual([
    ['invoke_agent desk', 1],
    ['chat acme', 3],
    ['execute_tool look', 1],
  ])
  expect(calm?.map(({ status }) => status.code)).toEqual([1, 0, 0])
  expect(down?.map(({ status }) => status)).toEqual([
    { code: 2, message: trials.find(({ variant }) => variant === 'down')?.reason },
    { code: 0 },
    { code: 2 },
  ])
  const [root, chat, tool] = (down ?? []).map((span) => ({ ...span, said: read(span.attributes) }))
  expect(root?.said).toMatchObject({
    ...{ 'gen_ai.operation.name': 'invoke_agent', 'mettle.verdict': 'failed', 'mettle.variant': 'down' },
    'gen_ai.input.messages': JSON.stringify([
      { role: 'user', parts: [{ type: 'text', content: 'Look at the order.' }] },
    ]),
  })
  expect(root?.events?.map(({ name, attributes }) => [name, Object.values(read(attributes))[0]])).toEqual([
    ['gen_ai.evaluation.result', 'answer'],
    ['mettle.fault', 'unavailable'],
  ])
  expect(chat?.said).toMatchObject({
    'gen_ai.provider.name': 'openai',
    'gen_ai.usage.input_tokens': expect.stringMatching(/^\d+$/),
  })
  expect(tool?.said).toMatchObject({
    'gen_ai.tool.call.arguments': '{"order":"ü 1"}',
    'error.type': expect.any(String),
  })
  expect([chat?.parentSpanId, tool?.parentSpanId]).toEqual([root?.spanId, root?.spanId])
  for (const { startTimeUnixNano: start, endTimeUnixNano: end } of spans)
    expect(BigInt(end) >= BigInt(start)).toBe(true)
})

test('the same run is the same spans, and is read again by the import', async () => {
  const file = join(cwd, 'reports/latest/traces.otlp.jsonl')
  const before = readFileSync(file, 'utf8')
  await mettle(['report', '--reporter', 'otlp'], { cwd })
  expect(readFileSync(file, 'utf8')).toBe(before)
  const { stdout } = await mettle(['import', file, '--trace', spans[0]?.traceId.slice(0, 8) ?? ''], { cwd })
  expect(stdout).toMatch(
    /1 call, read as otlp\n {2}task {2}Look at the order\.\n\n {2}1 {2}reads {3}look \{"order":"ü 1"\}/,
  )
  writeFileSync(join(cwd, 'none.json'), '{"resourceSpans":[]}')
  expect((await mettle(['import', 'none.json'], { cwd })).code).toBe(2)
})
