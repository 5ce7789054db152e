import { execFile } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { HttpResponse, http as route } from 'msw'
import { afterAll, expect, test } from 'vitest'
import { http } from '../../../src/channels/http.ts'
import { compileScenario } from '../../../src/scenario/compile.ts'
import { openStage } from '../../../src/stage/stage.ts'
import { leapingClock } from '../../../src/testing/fault-stage.ts'
import type { TraceEvent } from '../../../src/trace/event.ts'
import { defineApi } from '../../../src/world/apis/define.ts'
import { desk } from './desk.ts'

const opened = await http.serve?.()
if (!opened) throw new Error('The channel http opens no server.')
const server = opened
afterAll(() => server[Symbol.asyncDispose]())

const said = { policy: () => ({ text: 'Here I am.' }) }

async function openOffer(apis = { 'help-desk': desk }, model: string | null = null) {
  const world = { apis, models: { said } }
  const scenario = compileScenario('test/served', 'served.ts', { task: { text: 'Ask.' }, world, scorers: [] })
  const events: TraceEvent[] = []
  const order = { id: 'a-trial', seed: 's', variant: 'calm', model, agent: { name: 'a' } }
  const write = (event: TraceEvent) => void events.push(event)
  const stage = await openStage(order, scenario, { clock: leapingClock(), write })
  const targets = () => events.flatMap((event) => (event.type === 'call' ? [event.call.target] : []))
  return { stage, events, targets }
}

/** What clients in a process of its own are told, one after the other. */
async function askAll(asks: object[], env: NodeJS.ProcessEnv): Promise<{ status?: number; body?: string }[]> {
  const client = execFile(process.execPath, [join(import.meta.dirname, 'clients/client.mjs')], { env })
  client.stdin?.end(asks.map((ask) => `${JSON.stringify(ask)}\n`).join(''))
  const told = client.stdout ? await text(client.stdout) : ''
  return told
    .trimEnd()
    .split('\n')
    .map((line) => {
      const { body, ...rest } = JSON.parse(line)
      return { ...rest, body: Buffer.from(body ?? '', 'base64').toString() }
    })
}

/** A process that knows nothing but its environment. */
const CLIENT = `
  const { HELP_DESK_URL, OPENAI_BASE_URL, METTLE_MODEL } = process.env
  const refund = await (await fetch(HELP_DESK_URL + '/refund')).json()
  const headers = { 'content-type': 'application/json' }
  const body = JSON.stringify({ model: METTLE_MODEL, messages: [{ role: 'user', content: 'Hello?' }] })
  const answer = await (await fetch(OPENAI_BASE_URL + '/chat/completions', { method: 'POST', headers, body })).json()
  console.log(JSON.stringify({ refund, said: answer.choices[0].message.content, model: METTLE_MODEL }))
`

test('a process that knows its environment alone reaches the APIs and the model', async () => {
  const { stage, targets } = await openOffer(undefined, 'said')
  const { env, close } = server.offer(stage)
  const args = ['--input-type=module', '--eval', CLIENT]
  const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...env } })
  expect(JSON.parse(stdout)).toEqual({ refund: { id: 'r1', amount: 900 }, said: 'Here I am.', model: 'said' })
  expect(targets()).toEqual(['help-desk GET /refund', 'model chat'])
  await close()
})

test('a reader of its task is told the same', async () => {
  const { stage } = await openOffer()
  const { env, told, close } = server.offer(stage)
  const url = env.HELP_DESK_URL ?? ''
  expect(url).toMatch(`http://127.0.0.1:${server.ports[0]}/`)
  expect(told).toEqual({
    urls: { 'help-desk': url },
    routes: [
      { api: 'help-desk', method: 'GET', path: '/refund' },
      { api: 'help-desk', method: 'POST', path: '/refund' },
      { api: 'help-desk', method: 'GET', path: '/events' },
    ],
    model_url: env.OPENAI_BASE_URL,
    model: null,
  })
  expect(env).not.toHaveProperty('METTLE_MODEL')
  await close()
})

const CLIENTS = ['fetch', 'node:http', 'axios', 'undici']

test('clients that know nothing but a host of the world reach it, by their environment alone', async () => {
  const { stage, targets } = await openOffer()
  const { env, close } = server.offer(stage)
  const asks = CLIENTS.map((client) => ({ client, url: 'https://desk.test/refund', method: 'GET', timeoutMs: 30_000 }))
  const told = await askAll(asks, { ...env })
  expect(told.map(({ status, body }) => [status, body])).toEqual(CLIENTS.map(() => [200, '{"id":"r1","amount":900}']))
  expect(targets()).toEqual(CLIENTS.map(() => 'help-desk GET /refund'))
  await close()
})

test('the certificate lies where its clients alone can read it, behind those of the system, and no key beside it', async () => {
  const [folder = ''] = server.folders ?? []
  expect(statSync(folder).mode & 0o777).toBe(0o700)
  const files = Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
  expect(Object.keys(files).toSorted()).toEqual(['bundle.pem', 'mettle.pem'])
  expect(Object.values(files).join('')).not.toContain('PRIVATE KEY')
  const own = new X509Certificate(files['mettle.pem'] ?? '')
  expect([own.ca, own.subject]).toEqual([true, expect.stringMatching(/^CN=mettle /)])
  const certificates = files['bundle.pem']?.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  const names = certificates.map((pem) => new X509Certificate(pem).subject)
  expect(names.at(-1)).toBe(own.subject)
  expect(names.length).toBeGreaterThan(50)
  const other = await http.serve?.()
  const [gone = ''] = other?.folders ?? []
  expect(existsSync(gone)).toBe(true)
  await other?.[Symbol.asyncDispose]()
  expect(existsSync(gone)).toBe(false)
})

test('a trial that is over is out of reach, also by the connection that a client has kept', async () => {
  const first = await openOffer()
  const second = await openOffer()
  const offers = [server.offer(first.stage), server.offer(second.stage)] as const
  const status = async ({ env }: (typeof offers)[number]) => (await fetch(`${env.HELP_DESK_URL}/refund`)).status
  expect(await status(offers[0])).toBe(200)
  await offers[0].close()
  expect(await status(offers[0])).toBe(404)
  expect(await status(offers[1])).toBe(200)
  expect([first.targets().length, second.targets().length]).toEqual([1, 1])
  await offers[1].close()
})

test('a host outside the world is told through the stage', async () => {
  const { stage, events } = await openOffer()
  const { env, close } = server.offer(stage)
  const elsewhere = env.HELP_DESK_URL?.replace('desk.test', 'elsewhere.test')
  await expect(fetch(`${elsewhere}/collect?secret=1`)).rejects.toThrow('fetch failed')
  expect(events).toContainEqual({ type: 'egress', via: 'http', target: 'https://elsewhere.test/collect' })
  await close()
})

test('two APIs that would share a variable are refused by name', async () => {
  const other = defineApi({ handlers: [route.get('https://other.test/', () => HttpResponse.json({}))] })
  const { stage } = await openOffer({ 'help-desk': desk, help_desk: other } as never)
  expect(() => server.offer(stage)).toThrow("'help-desk' and 'help_desk' to a process: both are HELP_DESK_URL")
})
