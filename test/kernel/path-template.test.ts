import { describe, expect, test } from 'vitest'
import { canonicalPath, pathTemplate } from '../../src/kernel/path-template.ts'

/** As a request arrives: what `new URL` makes of it first. */
const read = (path: string) => canonicalPath(new URL(path, 'https://shop.test').pathname)

describe('a canonical path', () => {
  test.each([
    '/admin/users',
    '//admin/users'.replace('//', '/.//'),
    '/admin//users',
    '/admin/users/',
    '/admin/users///',
    '/./admin/users',
    '/x/../admin/users',
    '/%2e/admin/users',
    '/%2e%2e/admin/users',
    '/x/%2E%2e/admin/users',
    '/x/.%2e/admin/users',
    '/%61dmin/users',
    '/%61%64%6d%69%6e/users',
    '/admin/%75sers',
    '/admin;v=1/users',
    '/admin;/users;jsessionid=1',
    '/admin/users?x=/other',
    '/admin/users#/other',
    '\\admin\\users',
  ])('%s is /admin/users', (path) => {
    expect(read(path)).toEqual({ segments: ['admin', 'users'], text: '/admin/users' })
  })

  test.each([
    ['an encoded slash', '/admin%2fusers'],
    ['an encoded backslash', '/admin%5cusers'],
    ['a null byte', '/admin%00/users'],
    ['an escape that is none', '/admin/%zz'],
    ['half a character', '/admin/%c3'],
    ['an overlong slash', '/admin%c0%afusers'],
    ['dots behind a parameter', '/x/..;/admin'],
    ['one dot behind a parameter', '/x/.;a/admin'],
  ])('%s has no meaning that two parsers share', (_, path) => {
    expect(read(path)).toBeUndefined()
  })

  test.each([
    ['decodes once: a doubly encoded letter stays encoded', '/%2561dmin', '/%61dmin'],
    ['decodes once: doubly encoded dots are a name', '/%252e%252e/admin', '/%2e%2e/admin'],
    ['keeps the case', '/Admin', '/Admin'],
    ['keeps a plus', '/a+b', '/a+b'],
    ['decodes what is no ASCII', '/caf%C3%A9', '/café'],
    ['keeps three dots', '/.../admin', '/.../admin'],
    ['is / for nothing', '/', '/'],
  ])('%s', (_, path, text) => {
    expect(read(path)?.text).toBe(text)
  })
})

describe('a template', () => {
  const match = (template: string, path: string) => pathTemplate(template).match(read(path)?.segments ?? [])

  test.each(['/v1/charges/:id', '/v1/charges/{id}', 'v1/charges/:id/'])('%s names its parts', (template) => {
    expect(pathTemplate(template).text).toBe('/v1/charges/{id}')
    expect(match(template, '/v1/charges/ch_1')).toEqual({ id: 'ch_1' })
    expect(match(template, '/v1/charges/ch%201/')).toEqual({ id: 'ch 1' })
  })

  test.each(['/v1/charges', '/v1/charges/ch_1/refunds', '/v2/charges/ch_1', '/v1/charges//'])(
    '%s does not fit',
    (path) => {
      expect(match('/v1/charges/:id', path)).toBeUndefined()
    },
  )

  test('a colon within a segment is no name', () => {
    expect(pathTemplate('/v1/charges:batch').text).toBe('/v1/charges:batch')
  })
})
