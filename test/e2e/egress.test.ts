import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from './cli.ts'

// A server on this machine that nobody may reach.
const hits: string[] = []
const canary = createServer(({ method, url }, response) => {
  hits.push(`${method} ${url}`)
  response.end('caught')
})
let origin: string
let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  await new Promise<void>((listening) => canary.listen(0, '127.0.0.1', listening))
  origin = `http://127.0.0.1:${(canary.address() as AddressInfo).port}`
  ran = await runProject('egress', [], { CANARY: origin })
})
afterAll(() => void canary.close())

test.each([
  ['byText', '/text'],
  ['byUrl', '/url'],
  ['byRequest', '/request'],
  ['besideHonestWork', '/beside'],
])('%s is refused, written down, and fails the trial', (agent, path) => {
  const trial = trialOf(ran.record, agent)
  expect(trial.verdict).toBe('failed')
  expect(trial.reason).toContain(`tried to reach ${origin}${path}, outside its world`)
  const egress = readEvents(ran.out, trial).filter(({ type }) => type === 'egress')
  expect(egress).toMatchObject([{ via: 'fetch', target: `${origin}${path}` }])
  if (agent !== 'besideHonestWork') expect(trial.answer).toBe('done: fetch failed, ECONNREFUSED')
})

test('control: who stays inside passes', () => {
  const trial = trialOf(ran.record, 'staysInside')
  expect(trial.verdict).toBe('passed')
  expect(readEvents(ran.out, trial).some(({ type }) => type === 'egress')).toBe(false)
})

test('nothing reached the server, which was there to be reached', async () => {
  expect(hits).toEqual([])
  expect(await (await fetch(`${origin}/control`)).text()).toBe('caught')
  expect(hits).toEqual(['GET /control'])
})
