import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventsOf } from '../../src/trace/evidence.ts'
import { mettleInBatch, plantProject, ROOT, readEvents, readRecord } from './cli.ts'

const json = (value: unknown) => ({ text: JSON.stringify(value), mimeType: 'application/json' })

/** A refund as a browser recorded it: looked at, made, looked at again; a host beside it, a preflight, and what never was answered. */
function traffic(): string {
  const at = 'https://pay.example'
  const entry = (method: string, url: string, content: object, body?: string, status = 200) => ({
    request: {
      method,
      url,
      headers: [{ name: 'authorization', value: 'Bearer sk_live_secret' }],
      ...(body && { postData: { text: body } }),
    },
    response: {
      status,
      headers: [
        { name: 'x-page', value: '1' },
        { name: 'set-cookie', value: 'a=1' },
        { name: 'content-encoding', value: 'gzip' },
      ],
      content,
    },
  })
  const charge = (refunded: number) => json({ id: 'ch_1', refunded })
  const entries = [
    entry('GET', `${at}/v1/charges/ch_1?expand=a&expand=b`, charge(0)),
    entry('GET', `${at}/v1/charges/ch_2`, json({ error: 'no such charge' }), undefined, 404),
    entry('OPTIONS', `${at}/v1/refunds`, {}, undefined, 204),
    entry('POST', `${at}/v1/refunds`, json({ error: 'too much' }), 'charge=ch_1&amount=700', 402),
    entry('POST', `${at}/v1/refunds`, json({ id: 're_1' }), 'charge=ch_1&amount=500', 201),
    entry('GET', `${at}/v1/charges/ch_1?expand=a&expand=b`, charge(500)),
    entry('POST', `${at}/v1/notes`, json({ error: 'later' }), '{"text":"done"}', 503),
    entry('POST', `${at}/v1/notes`, json({ id: 'n_1' }), '{"text":"done"}', 201),
    entry('GET', `${at}/v1/logo.png`, {
      text: Buffer.from([0, 255, 137]).toString('base64'),
      encoding: 'base64',
      mimeType: 'image/png',
    }),
    entry('GET', `${at}/v1/balance`, json({ left: 2 })),
    entry('POST', `${at}/v1/notes`, json({ id: 'n_2' }), '{"text":"two"}', 201),
    entry('POST', `${at}/v1/notes`, json({ id: 'n_3' }), '{"text":"three"}', 201),
    entry('GET', `${at}/v1/balance`, json({ left: 0 })),
    entry('GET', 'https://cdn.example/app.js', { text: 'x' }),
    entry('GET', `${at}/v1/never`, {}, undefined, 0),
  ]
  return JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } })
}

const SCENARIO = `import { defineApi, defineScenario } from '${join(ROOT, 'src/index.ts')}'
export default defineScenario({
  task: { text: 'Refund ch_1.' },
  world: { apis: { pay: defineApi({ har: './traffic.har', url: 'https://pay.example' }) } },
  variants: { 'lost-reply': [{ fault: 'lost-reply', on: 'pay POST /v1/refunds', when: { nth: 1 } }] },
  scorers: [{ use: 'effects', params: { expect: [{ collection: 'pay.writes', op: 'create', where: { path: '/v1/refunds' }, count: 1 }] } }],
})
`

const AGENTS = `const get = async (session, path) => (await fetch(session.urls.pay + path)).json()
const refund = (session, body) => fetch(session.urls.pay + '/v1/refunds', { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } })
const CHARGE = '/v1/charges/ch_1?expand=a&expand=b'
export const careful = async (_, session) => {
  const before = await get(session, CHARGE)
  const missing = await fetch(session.urls.pay + '/v1/charges/ch_2')
  const made = await refund(session, 'amount=500&charge=ch_1').catch(() => undefined)
  const after = await get(session, CHARGE)
  const logo = new Uint8Array(await (await fetch(session.urls.pay + '/v1/logo.png')).arrayBuffer())
  return { before: before.refunded, missing: missing.status, made: made?.status ?? 'lost', after: after.refunded, logo: [...logo], page: missing.headers.get('x-page'), cookie: missing.headers.get('set-cookie') }
}
export const hasty = async (_, session) => {
  for (let turn = 0; turn < 2; turn++) if (await refund(session, 'charge=ch_1&amount=500').catch(() => undefined)) return 'done'
  return 'failed'
}
export const refused = async (_, session) => {
  const statuses = [(await refund(session, 'charge=ch_1&amount=700')).status]
  const note = () => fetch(session.urls.pay + '/v1/notes', { method: 'POST', body: JSON.stringify({ text: 'done' }) })
  for (let turn = 0; turn < 2; turn++) statuses.push((await note()).status)
  return { statuses, after: (await get(session, CHARGE)).refunded }
}
export const half = async (_, session) => {
  await fetch(session.urls.pay + '/v1/notes', { method: 'POST', body: JSON.stringify({ text: 'two' }) })
  return get(session, '/v1/balance')
}
export const stray = async (_, session) => {
  await refund(session, 'charge=ch_1&amount=900')
  return 'done'
}
`

test('recorded traffic answers as it did, write by write, and what was never recorded is the failure of the world', async () => {
  const agent = (name: string) => `${name}: { module: './agents.ts', export: '${name}' }`
  const cwd = plantProject({
    'mettle.config.ts': `export default { agents: { ${['careful', 'hasty', 'refused', 'half', 'stray'].map(agent).join(', ')} } }`,
    ...{ 'agents.ts': AGENTS, 'scenarios/refund.scenario.ts': SCENARIO, 'scenarios/traffic.har': traffic() },
  })
  const [ran] = await mettleInBatch([
    { cwd, args: ['run', '--reporter', 'json', '--out', 'all', '--variant', 'calm,lost-reply'] },
  ])
  expect(ran?.code).toBe(1)
  const record = readRecord(join(cwd, 'all'))
  const of = (name: string, variant: string) =>
    record.trials.find((trial) => trial.agent === name && trial.variant === variant)
  const seen = { missing: 404, logo: [0, 255, 137], page: '1', cookie: null }
  expect(of('careful', 'calm')).toMatchObject({
    verdict: 'passed',
    answer: { ...seen, before: 0, made: 201, after: 500 },
  })
  // The reply was lost, and the world did it all the same.
  expect(of('careful', 'lost-reply')).toMatchObject({
    verdict: 'passed',
    answer: { ...seen, before: 0, made: 'lost', after: 500 },
  })
  expect([of('hasty', 'calm')?.verdict, of('hasty', 'lost-reply')?.verdict]).toEqual(['passed', 'failed'])
  // What was refused is no effect, and a second try gets the answer that it got then.
  expect(of('refused', 'calm')).toMatchObject({
    ...{ verdict: 'failed', effects: 1 },
    answer: { statuses: [402, 503, 201], after: 0 },
  })
  // Between two answers one of two writes was made: nobody knows.
  expect(of('half', 'calm')).toMatchObject({ verdict: 'error' })
  expect(of('half', 'calm')?.reason).toMatch(/nothing was recorded for .*balance.* without .*three/)
  expect(of('stray', 'calm')).toMatchObject({ verdict: 'error' })
  expect(of('stray', 'calm')?.reason).toMatch(
    /nothing was recorded for POST \/v1\/refunds with this body: .*amount=900.*There are 2 of that path/,
  )
  const trial = of('careful', 'calm')
  const events = trial ? readEvents(join(cwd, 'all'), trial) : []
  const targets = eventsOf(events, 'call').map(({ call }) => call.target)
  expect(targets).toEqual([
    'pay GET /v1/charges/{id}',
    'pay GET /v1/charges/{id}',
    'pay POST /v1/refunds',
    'pay GET /v1/charges/{id}',
    'pay GET /v1/logo.png',
  ])
  expect(JSON.stringify(record)).not.toContain('sk_live_secret')
})
