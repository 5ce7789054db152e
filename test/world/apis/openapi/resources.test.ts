import { describe, expect, test } from 'vitest'
import { billing, INVOICE, membersOf } from './billing.ts'

describe('what is created', () => {
  test('is there, changes and goes, and each change is an effect', async () => {
    const { ask, effects } = billing()
    const created = await ask('POST /invoices', INVOICE)
    expect(created).toMatchObject({ status: 201, body: { ...INVOICE, status: 'draft' } })
    const { id } = membersOf(created)
    expect((await ask(`GET /invoices/${id}`)).body).toEqual(created.body)
    const changed = await ask(`PATCH /invoices/${id}`, { memo: 'late' })
    expect(changed).toMatchObject({ status: 200, body: { id, memo: 'late' } })
    expect((await ask(`GET /invoices/${id}`)).body).toEqual(changed.body)
    expect((await ask(`DELETE /invoices/${id}`)).status).toBe(204)
    expect((await ask(`GET /invoices/${id}`)).status).toBe(404)
    expect(effects.map(({ op, collection, id: of }) => [op, collection, of])).toEqual([
      ['create', 'billing.invoices', id],
      ['update', 'billing.invoices', id],
      ['delete', 'billing.invoices', id],
    ])
  })

  test('by a verb below it, it takes the state that the verb means', async () => {
    const { ask, effects } = billing()
    const { id } = membersOf(await ask('POST /invoices', INVOICE))
    expect(await ask(`POST /invoices/${id}/void`)).toMatchObject({ status: 200, body: { id, status: 'void' } })
    expect(effects.at(-1)).toMatchObject({ op: 'update', after: { status: 'void' } })
    expect((await ask('POST /invoices/nope/void')).status).toBe(404)
  })

  test('belongs to what its path says, and is kept under that', async () => {
    const { ask, effects } = billing()
    const [a, b] = [await ask('POST /invoices', INVOICE), await ask('POST /invoices', INVOICE)].map(
      (one) => membersOf(one).id,
    )
    const { id } = membersOf(await ask(`POST /invoices/${a}/notes`, { text: 'Call her.' }))
    expect((await ask(`GET /invoices/${a}/notes`)).body).toMatchObject([{ id, text: 'Call her.' }])
    expect((await ask(`GET /invoices/${b}/notes`)).body).toEqual([])
    expect((await ask(`GET /invoices/${b}/notes/${id}`)).status).toBe(404)
    expect(effects.at(-1)).toMatchObject({ collection: 'billing.invoices.notes', id: `${a}/${id}` })
  })
})

describe('lists', () => {
  const seeds = {
    invoices: Object.fromEntries(
      Array.from({ length: 5 }, (_, index) => [`inv_${index}`, { ...INVOICE, status: index % 2 ? 'paid' : 'open' }]),
    ),
  }
  const idsOf = (body: unknown) => (body as { data: { id: string }[] }).data.map(({ id }) => id)

  test('come in pages, each saying how to go on', async () => {
    const { ask } = billing({ seeds })
    const first = membersOf(await ask('GET /invoices?limit=2'))
    expect(first).toMatchObject({ has_more: true, total: 5 })
    expect(idsOf(first)).toEqual(['inv_0', 'inv_1'])
    const second = membersOf(await ask(`GET /invoices?limit=2&cursor=${first.next_cursor}`))
    expect(idsOf(second)).toEqual(['inv_2', 'inv_3'])
    const last = membersOf(await ask(`GET /invoices?limit=2&cursor=${second.next_cursor}`))
    expect([idsOf(last), last.has_more, last.next_cursor]).toEqual([['inv_4'], false, null])
  })

  test('are filtered by parameters that are called like a field', async () => {
    const { ask } = billing({ seeds })
    expect(idsOf((await ask('GET /invoices?status=paid')).body)).toEqual(['inv_1', 'inv_3'])
    expect(idsOf((await ask('GET /invoices?customer=cus_nobody')).body)).toEqual([])
    expect(idsOf((await ask('GET /invoices?memo=anything')).body)).toHaveLength(5)
  })
})

test('what is asked for wrongly is refused in the form of the API, and changes nothing', async () => {
  const { ask, effects } = billing()
  const wrong: [string, unknown, number, string][] = [
    ['POST /invoices', { ...INVOICE, lines: [] }, 422, 'lines'],
    ['POST /invoices', { ...INVOICE, customer: 'Ada' }, 422, 'customer'],
    ['POST /invoices', { customer: 'cus_ada1' }, 422, 'lines'],
    ['POST /invoices', '{', 422, 'body'],
    ['POST /invoices', undefined, 422, 'body'],
    ['GET /invoices?limit=0', undefined, 400, 'limit'],
    ['GET /invoices?limit=many', undefined, 400, 'limit'],
    ['GET /invoices?status=lost', undefined, 400, 'status'],
  ]
  for (const [call, body, status, pointer] of wrong) {
    const answer = await ask(call, body)
    expect(answer, call).toMatchObject({ status, body: { status, type: 'about:blank', errors: [{ pointer }] } })
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
  }
  expect(effects).toEqual([])
})

test('two trials of one seed get the same ids and fields, and two things two ids', async () => {
  const trial = async () => {
    const { ask } = billing()
    return [membersOf(await ask('POST /invoices', INVOICE)), membersOf(await ask('POST /invoices', INVOICE))]
  }
  const said = (made: Awaited<ReturnType<typeof trial>>) =>
    made.map(({ id, number, total_cents }) => [id, number, total_cents])
  const first = await trial()
  expect(said(await trial())).toEqual(said(first))
  expect(new Set(first.map(({ id }) => id)).size).toBe(2)
})
