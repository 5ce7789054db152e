import { HttpResponse, http } from 'msw'
import { describe, expect, test } from 'vitest'
import { defineApi } from '../../src/world/apis/define.ts'
import { buildRouter } from '../../src/world/apis/router.ts'
import { declare, type FindTarget } from '../../src/world/declaration.ts'

const shop = defineApi({
  handlers: [
    http.get('https://shop.test/v1/orders/:id', ({ params }) => HttpResponse.json(params)),
    http.delete('https://shop.test/v1/orders/:id', () => HttpResponse.json({})),
  ],
})
const router = buildRouter({ shop })
const targetOf: FindTarget = (method, url) => router.targetOf(method, url, 'shop')

describe('what a call stands for', () => {
  test('is told by the parser that serves requests', () => {
    const also = () =>
      ['//v1/orders/or_1/', '/v1/%6Frders/or_2;x', '/elsewhere'].map((path) => targetOf('DELETE', path))
    expect(declare({ also }, null, targetOf)).toEqual({
      items: 1,
      covers: ['shop DELETE /v1/orders/{id}', 'shop DELETE /elsewhere'],
    })
  })

  test.each([
    ['has no canonical path', () => [targetOf('GET', '/v1/..%2forders')]],
    ['is no path', () => [targetOf('GET', 'v1/orders')]],
    ['is of another world', () => [targetOf('GET', 'https://bank.test/')]],
    ['is no list', () => 'shop GET /' as unknown as string[]],
    ['is a list of other things', () => [1] as unknown as string[]],
    [
      'cannot be told',
      () => {
        throw new Error('no operations')
      },
    ],
  ])('makes it malformed where it %s', (_, also) => {
    const declared = declare({ also }, null, targetOf)
    expect(declared.malformed).toBeDefined()
    expect(declared.covers).toBeUndefined()
  })

  test('is nothing further where nothing is declared', () => {
    expect(declare({}, null, targetOf)).toEqual({ items: 1 })
  })
})

describe('a path', () => {
  const find = (method: string, url: string) => router.find(method, new URL(url))

  test('is given to the handler in the spelling that was matched', () => {
    const found = find('GET', 'https://me:word@shop.test//v1/orders/or%5F1;v=2/?q=a%20b')
    expect(found?.url.href).toBe('https://shop.test/v1/orders/or_1?q=a%20b')
    expect(found?.path).toEqual({ id: 'or_1' })
  })

  test('without a canonical form is malformed, and so no pattern can allow it', () => {
    const found = find('GET', 'https://shop.test/v1/..%2forders')
    expect(found).toMatchObject({ route: undefined, malformed: 'its path has no canonical form' })
    expect(find('GET', 'https://shop.test/v1/nothing')?.malformed).toBeUndefined()
  })
})
