import { describe, expect, test } from 'vitest'
import { billing, INVOICE, membersOf, specWorld } from './billing.ts'

const payments = (said = {}) => specWorld('payments', 'https://api.payments.test/v1', said)
const seeds = { charges: { ch_1: { amount: 12_000, customer: 'cus_1' }, ch_2: { amount: 500, customer: null } } }

describe('keys', () => {
  const keys = { reader: [], owner: ['invoices:delete'] }
  const as = (key: string) => ({ authorization: `Bearer ${key}` })

  test('without one, or with a wrong one, nothing is answered and nothing happens', async () => {
    const { ask, effects } = billing({ keys })
    for (const headers of [{ authorization: '' }, as('thief'), { authorization: 'reader' }]) {
      const answer = await ask('POST /invoices', INVOICE, headers)
      expect(answer).toMatchObject({ status: 401, body: { status: 401 } })
      expect(answer.headers.get('www-authenticate')).toBe('Bearer')
    }
    expect(effects).toEqual([])
    expect((await ask('POST /invoices', INVOICE, as('reader'))).status).toBe(201)
  })

  test('may do what their scopes allow', async () => {
    const { ask } = billing({ keys })
    const { id } = membersOf(await ask('POST /invoices', INVOICE, as('reader')))
    const refused = await ask(`DELETE /invoices/${id}`, undefined, as('reader'))
    expect(refused).toMatchObject({ status: 403, body: { detail: expect.stringContaining('invoices:delete') } })
    expect((await ask(`DELETE /invoices/${id}`, undefined, as('owner'))).status).toBe(204)
  })

  test('any key will do where none are named', async () => {
    const { ask } = billing()
    expect((await ask('GET /invoices', undefined, as('anything'))).status).toBe(200)
    expect((await ask('GET /invoices', undefined, { authorization: '' })).status).toBe(401)
  })

  test('are users of Basic, and stand in headers of the API', async () => {
    const { ask } = payments({ keys: ['sk_1'] })
    const basic = (user: string) => ({ authorization: `Basic ${btoa(`${user}:`)}` })
    expect((await ask('GET /charges', undefined, basic('sk_1'))).status).toBe(200)
    expect((await ask('GET /charges', undefined, basic('sk_2'))).status).toBe(401)
    expect((await ask('GET /charges', undefined, as('sk_1'))).status).toBe(200)
    const tasks = specWorld('tasks.json', 'https://tasks.test/api/v2', { keys: ['t1'] }, 'tasks')
    expect((await tasks.ask('GET /tasks', undefined, { 'x-token': 't1' })).status).toBe(200)
    expect((await tasks.ask('GET /tasks', undefined, { 'x-token': 't2' })).status).toBe(401)
    expect((await tasks.ask('GET /tasks')).status).toBe(401)
  })
})

describe('a request that comes again', () => {
  test('with its key gets the first answer; something else with that key is refused', async () => {
    const { ask, effects } = billing()
    const again = { 'idempotency-key': 'k1' }
    const first = await ask('POST /invoices', INVOICE, again)
    const second = await ask('POST /invoices', INVOICE, again)
    expect(second).toMatchObject({ status: 201, body: first.body as object })
    expect(second.headers.get('idempotent-replayed')).toBe('true')
    expect((await ask('POST /invoices', { ...INVOICE, memo: 'other' }, again)).status).toBe(422)
    expect(effects).toHaveLength(1)
    await ask('POST /invoices', INVOICE, { 'idempotency-key': 'k2' })
    await ask('POST /invoices', INVOICE)
    expect(effects).toHaveLength(3)
  })

  test('is known by a header that the specification does not name', async () => {
    const form = () => new URLSearchParams({ charge: 'ch_1' })
    const key = { 'idempotency-key': 'k' }
    const named = payments({ seeds, idempotency: 'Idempotency-Key' })
    for (let turn = 0; turn < 2; turn++) expect((await named.ask('POST /refunds', form(), key)).status).toBe(200)
    expect(named.effects).toHaveLength(1)
    const unnamed = payments({ seeds })
    for (let turn = 0; turn < 2; turn++) await unnamed.ask('POST /refunds', form(), key)
    expect(unnamed.effects).toHaveLength(2)
  })

  test('is tried anew where it was refused', async () => {
    const { ask, effects } = billing()
    const again = { 'idempotency-key': 'k1' }
    expect((await ask('POST /invoices', { customer: 'cus_ada1' }, again)).status).toBe(422)
    expect((await ask('POST /invoices', INVOICE, again)).status).toBe(201)
    expect(effects).toHaveLength(1)
  })
})

describe('limits', () => {
  test('are told by the headers that an operation declares, and refused past them', async () => {
    const { ask } = billing({ rateLimit: { limit: 2, perSeconds: 3_600 } })
    const left = async () => (await ask('GET /invoices')).headers.get('x-ratelimit-remaining')
    expect([await left(), await left()]).toEqual(['1', '0'])
    const refused = await ask('GET /invoices')
    expect(refused).toMatchObject({ status: 429, body: { status: 429 } })
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000)
  })

  test('are none where nobody sets one', async () => {
    const { ask } = billing()
    expect((await ask('GET /invoices')).headers.get('x-ratelimit-limit')).toBe('5000')
    expect((await ask('GET /balance')).headers.get('x-ratelimit-limit')).toBeNull()
  })
})

describe('forms', () => {
  test('are read with their numbers, lists and members, and held against the specification', async () => {
    const { ask, effects } = payments({ seeds })
    const made = await ask(
      'POST /refunds',
      new URLSearchParams('charge=ch_1&amount=700&metadata[order]=o1&expand[]=charge'),
    )
    expect(made).toMatchObject({
      status: 200,
      body: { object: 'refund', charge: 'ch_1', amount: 700, metadata: { order: 'o1' } },
    })
    expect(effects).toMatchObject([{ collection: 'payments.refunds', op: 'create', after: { amount: 700 } }])
    for (const wrong of ['amount=7', 'charge=ch_1&amount=none', 'charge=ch_1&reason=because', 'charge=ch_1&amount=0']) {
      const answer = await ask('POST /refunds', new URLSearchParams(wrong))
      expect(answer, wrong).toMatchObject({
        status: 400,
        body: { error: { message: expect.any(String), param: expect.any(String) } },
      })
    }
    const json = await ask('POST /refunds', { charge: 'ch_1' })
    expect(json).toMatchObject({ status: 415, body: { error: { message: expect.stringContaining('urlencoded') } } })
    expect(effects).toHaveLength(1)
  })

  test('lists go on behind a member, the newest first, within a range', async () => {
    const { ask } = payments({
      seeds: { charges: { ch_1: { created: 10 }, ch_2: { created: 20 }, ch_3: { created: 30 } } },
    })
    const list = async (query: string) => {
      const { data, has_more } = membersOf(await ask(`GET /charges?${query}`)) as {
        data: { id: string }[]
        has_more: boolean
      }
      return [data.map(({ id }) => id), has_more]
    }
    expect(await list('limit=2')).toEqual([['ch_3', 'ch_2'], true])
    expect(await list('limit=2&starting_after=ch_2')).toEqual([['ch_1'], false])
    expect(await list('created[gte]=20')).toEqual([['ch_3', 'ch_2'], false])
    expect(await list('created[gte]=15&created[lt]=30')).toEqual([['ch_2'], false])
  })
})

test('Swagger 2: what is created is there, changes and goes', async () => {
  const { ask, effects } = specWorld('tasks.json', 'https://tasks.test/api/v2', {}, 'tasks')
  const key = { 'x-token': 't' }
  const made = membersOf(await ask('POST /tasks', { title: 'Bake' }, key))
  expect(made).toMatchObject({ title: 'Bake', done: false, id: expect.any(Number) })
  expect((await ask(`PUT /tasks/${made.id}`, { title: 'Bake', done: true }, key)).body).toMatchObject({ done: true })
  expect((await ask('GET /tasks?done=true', undefined, key)).body).toMatchObject([{ id: made.id }])
  expect((await ask('GET /tasks?done=false', undefined, key)).body).toEqual([])
  expect(await ask('POST /tasks', { title: '' }, key)).toMatchObject({ status: 400, body: { code: 400 } })
  expect((await ask(`DELETE /tasks/${made.id}`, undefined, key)).status).toBe(204)
  expect((await ask(`GET /tasks/${made.id}`, undefined, key)).status).toBe(404)
  expect(effects).toHaveLength(3)
})

describe('overrides', () => {
  test('code sees what was asked, the collections and what the convention makes of it', async () => {
    const { ask, effects } = payments({
      seeds,
      operations: {
        PostRefunds: ({
          body,
          collections,
          next,
          refuse,
        }: import('../../../../src/world/apis/openapi/source.ts').OperationCall) => {
          const { charge, amount } = body as { charge: string; amount: number }
          const charged = collections.charges?.get(charge)
          if (!charged) return refuse(404, `No such charge: ${charge}`, 'resource_missing')
          if (amount > Number(charged.amount)) return refuse(400, 'More than was charged')
          return next({ currency: 'eur', status: 'succeeded' })
        },
        'GET /v1/charges': { set: {}, access: 'read' },
      },
    })
    const refund = (fields: Record<string, string>) => ask('POST /refunds', new URLSearchParams(fields))
    expect(await refund({ charge: 'ch_9', amount: '1' })).toMatchObject({
      status: 404,
      body: { error: { code: 'resource_missing', message: 'No such charge: ch_9' } },
    })
    expect((await refund({ charge: 'ch_2', amount: '501' })).status).toBe(400)
    expect(effects).toEqual([])
    expect((await refund({ charge: 'ch_2', amount: '500' })).body).toMatchObject({ currency: 'eur', charge: 'ch_2' })
    expect(effects).toMatchObject([{ op: 'create', after: { currency: 'eur' } }])
  })

  test.each([
    [{ operations: { PostRefund: {} } }, 'operations["PostRefund"]: ', 'Did you mean "PostRefunds"?'],
    [{ operations: { 'POST /v1/refund': {} } }, 'operations["POST /v1/refund"]: ', 'Did you mean "POST /v1/refunds"?'],
    [{ seeds: { charge: {} } }, 'seeds["charge"]: ', 'Did you mean "charges"?'],
  ])('%j is told with the nearest that would do', (said, where, guess) => {
    expect(() => payments(said)).toThrow(where)
    expect(() => payments(said)).toThrow(guess)
  })
})
