import { HttpResponse, http, type RequestHandler } from 'msw'
import { describe, expect, test } from 'vitest'
import { defineApi } from '../../../src/world/apis/define.ts'
import { buildRouter } from '../../../src/world/apis/router.ts'

const ok = () => HttpResponse.json({})
const shop = defineApi({
  handlers: [
    http.get('https://shop.test/orders', ok),
    http.get('https://shop.test/orders/:id', ok),
    http.post('https://shop.test/orders/:id/refunds', ok),
    http.get('https://shop.test/orders/latest', ok),
  ],
  calls: { 'POST /orders/:id/refunds': { access: 'read' } },
})

describe('a router', () => {
  const router = buildRouter({ shop })
  const find = (method: string, url: string) => router.find(method, new URL(url))

  test.each([
    ['GET', 'https://shop.test/orders', 'shop GET /orders', {}],
    ['GET', 'https://shop.test/orders/', 'shop GET /orders', {}],
    ['GET', 'https://shop.test//orders?page=2', 'shop GET /orders', {}],
    ['GET', 'https://shop.test/orders/o%201', 'shop GET /orders/{id}', { id: 'o 1' }],
    ['POST', 'https://shop.test/orders/7/refunds', 'shop POST /orders/{id}/refunds', { id: '7' }],
    // The first handler that fits answers, as in msw.
    ['GET', 'https://shop.test/orders/latest', 'shop GET /orders/{id}', { id: 'latest' }],
  ])('%s %s is %s', (method, url, target, path) => {
    expect(find(method, url)).toMatchObject({ api: 'shop', target, path, route: { target } })
  })

  test.each([
    ['DELETE', 'https://shop.test/orders', 'shop DELETE /orders'],
    ['GET', 'https://shop.test/nowhere', 'shop GET /nowhere'],
    ['GET', 'https://shop.test/orders%2f1', 'shop GET (no canonical path)'],
  ])('%s %s crosses, and nobody answers', (method, url, target) => {
    expect(find(method, url)).toMatchObject({ api: 'shop', route: undefined, path: {}, target })
  })

  test.each(['https://shop.test.evil/orders', 'http://shop.test/orders', 'https://shop.test:444/orders'])(
    '%s is outside',
    (url) => {
      expect(find('GET', url)).toBeUndefined()
    },
  )

  test('takes access from the declaration, else from the method', () => {
    expect(router.routes.map(({ access }) => access)).toEqual(['read', 'read', 'read', 'read'])
    const undeclared = buildRouter({ shop: defineApi({ handlers: [http.post('https://shop.test/orders', ok)] }) })
    expect(undeclared.routes[0]?.access).toBe('write')
  })

  test('tells base URLs by API', () => {
    expect(router.origins).toEqual({ shop: 'https://shop.test' })
  })
})

describe('what no request could reach is refused', () => {
  test.each([
    [
      'a relative path',
      { shop: defineApi({ handlers: [http.get('/orders', ok)] }) },
      'needs a method and an absolute URL',
    ],
    [
      'a regular expression',
      { shop: defineApi({ handlers: [http.get(/orders/, ok)] }) },
      'needs a method and an absolute',
    ],
    [
      'a handler of another copy of msw',
      { shop: defineApi({ handlers: [{ ...http.get('https://a.test/x', ok) } as unknown as RequestHandler] }) },
      /"GET https:\/\/a\.test\/x" comes from another copy of msw than mettle's\. .* npm install --save-dev msw@\d+\.\d+\.\d+$/,
    ],
    [
      'any method',
      { shop: defineApi({ handlers: [http.all('https://a.test/x', ok)] }) },
      'needs a method and an absolute',
    ],
    ['two APIs on one origin', { one: shop, two: shop }, 'APIs "one" and "two" share https://shop.test'],
    [
      'a declaration for no handler',
      { shop: { ...shop, calls: { 'POST /order/:id/refunds': {} } } },
      'calls["POST /order/:id/refunds"] fits none of its handlers',
    ],
  ])('%s', (_, apis, message) => {
    expect(() => buildRouter(apis)).toThrow(message)
  })
})
