import { HttpResponse, http } from 'msw'
import { expect, test } from 'vitest'
import { outsideOf } from '../../src/judging/outside.ts'

const answering = (...urls: string[]) => ({
  handlers: urls.map((url) => http.get(url, () => HttpResponse.json({}))),
  calls: {},
  collections: [],
})
const apis = {
  payments: answering('https://payments.test/v1/charges', 'https://payments.test/v1/refunds/:id'),
  mail: answering('http://mail.test:8080/*'),
}
const database = {} as never
const next = (target: string, world: Parameters<typeof outsideOf>[1]) => outsideOf([target], world)[0]?.next

test('a host that the world lacks: an API can be declared, and those that exist are named once', () => {
  expect(next('https://api.stripe.com/v1/charges', { apis, databases: {} })).toBe(
    'declare an API for it in world.apis, or use a host that exists: https://payments.test, http://mail.test:8080',
  )
  expect(next('10.0.0.1:443', { apis: {}, databases: {} })).toBe(
    'declare an API for it in world.apis: the world has none',
  )
})

test.each(['localhost:5432', '/var/run/postgresql/.s.PGSQL.5432'])('a database at %s: session.sql', (target) => {
  expect(next(target, { apis, databases: { shop: database } })).toBe('reach a database by session.sql: shop')
  expect(next(target, { apis, databases: {} })).toBe(
    'declare a database in world.databases and reach it by session.sql',
  )
})

test('many hosts are cut, and a world that is not to be had has no advice', () => {
  const many = Object.fromEntries([1, 2, 3, 4, 5].map((n) => [`api${n}`, answering(`https://api${n}.test/x`)]))
  expect(next('evil.test:443', { apis: many, databases: {} })).toMatch(/https:\/\/api3\.test and 2 more$/)
  expect(next('evil.test:443', undefined)).toBe('')
})
