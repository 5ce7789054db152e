import { HttpResponse, type HttpResponseResolver, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { executing } from '../../../src/boundary/current.ts'
import { isWhole, WholeBody } from '../../../src/boundary/wire.ts'
import { answerApi, refreshHandlers } from '../../../src/world/apis/answer.ts'
import { defineApi } from '../../../src/world/apis/define.ts'
import { buildRouter } from '../../../src/world/apis/router.ts'

const X = new URL('https://shop.test/x')

/** Asks an API of one handler, again and again. */
function api(resolver: HttpResponseResolver, method: 'GET' | 'POST' = 'POST') {
  const handler = http[method === 'GET' ? 'get' : 'post'](X.href, resolver)
  const router = buildRouter({ shop: defineApi({ handlers: [handler] }) })
  const { route, path } = router.find(method, X) ?? {}
  const ask = (body?: WholeBody) =>
    executing.run({ call: 'c1', effect: () => {} }, () =>
      answerApi({ route, path: path ?? {} }, { method, url: X, headers: [], body }, 'c1'),
    )
  return { handler, ask }
}

describe('an API answers', () => {
  test('with the bytes that its handler gave', async () => {
    const { ask } = api(async ({ request }) => HttpResponse.arrayBuffer(await request.arrayBuffer()))
    const reply = await ask(new WholeBody(Uint8Array.of(0, 255, 7)))
    const body = reply.kind === 'ok' ? reply.output.body : undefined
    expect(body && isWhole(body) ? [...body.bytes] : body).toEqual([0, 255, 7])
  })

  test('by a broken connection where its handler says that the network failed', async () => {
    expect(await api(() => HttpResponse.error()).ask()).toEqual({ kind: 'broken', how: 'reset' })
  })

  test('a GET that has a body, as fetch knows none', async () => {
    const { ask } = api(({ request }) => HttpResponse.json(request.body), 'GET')
    expect(await ask(new WholeBody('text'))).toMatchObject({ kind: 'ok', output: { status: 200 } })
  })

  test('anew in each trial, where its handler goes on from where it stopped', async () => {
    const { handler, ask } = api(function* () {
      yield HttpResponse.json(1, { status: 201 })
      return HttpResponse.json(2, { status: 202 })
    } as HttpResponseResolver)
    const statuses = [await ask(), await ask()]
    refreshHandlers([handler])
    expect([...statuses, await ask()].map((reply) => reply.kind === 'ok' && reply.output.status)).toEqual([
      201, 202, 201,
    ])
  })
})
