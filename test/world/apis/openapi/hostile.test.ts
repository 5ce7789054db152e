import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type OpenedApi, openApi } from '../../../../src/world/apis/openapi/open.ts'
import { temporaryFolder } from '../../../e2e/cli.ts'
import { apiWorld } from '../../../fixtures/api-world.ts'

/** A specification whose one operation answers with a schema. */
function withAnswer(schema: unknown, more: object = {}): object {
  return {
    openapi: '3.1.0',
    info: { title: 'T', version: '1' },
    servers: [{ url: 'https://t.test' }],
    paths: {
      '/thing': {
        get: { operationId: 'getThing', responses: { 200: { content: { 'application/json': { schema } } } } },
      },
    },
    ...more,
  }
}

/** Files in a project of their own. */
function plant(files: Record<string, unknown>): string {
  const folder = temporaryFolder()
  for (const [name, content] of Object.entries({ 'project/package.json': {}, ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return join(folder, 'project')
}

function opened(files: Record<string, unknown>): OpenedApi {
  return openApi({ file: join(plant(files), 'api.json') }, 't')
}

async function thingOf(schema: unknown, more?: object): Promise<unknown> {
  const { fetch } = apiWorld(opened({ 'project/api.json': withAnswer(schema, more) }))
  const response = await fetch('https://t.test/thing')
  expect(response.status).toBe(200)
  return response.json()
}

const $ref = (to: string) => ({ $ref: to })

describe('references', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'to another machine',
      { 'project/api.json': withAnswer($ref('https://evil.test/a.json')) },
      /#\/paths\/~1thing\/get.*another machine/,
    ],
    ['to another scheme', { 'project/api.json': withAnswer($ref('file:///etc/passwd')) }, /another machine/],
    [
      'out of the project',
      { 'project/api.json': withAnswer($ref('../secret.json')), 'secret.json': {} },
      /out of the project/,
    ],
    ['to no file', { 'project/api.json': withAnswer($ref('./nope.json')) }, /does not exist/],
  ])('%s are refused with their place', (_, files, says) => {
    expect(() => opened(files)).toThrow(says)
  })

  test('by a link out of the project are refused', () => {
    const folder = plant({ 'project/api.json': withAnswer($ref('./link.json')), 'secret.json': { type: 'string' } })
    symlinkSync(join(folder, '../secret.json'), join(folder, 'link.json'))
    expect(() => openApi({ file: join(folder, 'api.json') }, 't')).toThrow(/out of the project/)
  })

  test('to files of the project are followed, from there on as well', async () => {
    const files = {
      'project/api.json': withAnswer($ref('./parts/thing.yaml#/Thing')),
      'project/parts/thing.yaml':
        "Thing: { type: object, required: [a, b], properties: { a: { $ref: '#/A' }, b: { $ref: '../b.json' } } }\nA: { const: one }\n",
      'project/b.json': { const: 'two' },
    }
    const { fetch } = apiWorld(opened(files))
    expect(await (await fetch('https://t.test/thing')).json()).toEqual({ a: 'one', b: 'two' })
  })

  test('in a circle end', async () => {
    const schemas = {
      Self: $ref('#/components/schemas/Other'),
      Other: $ref('#/components/schemas/Self'),
      Tree: { type: 'object', required: ['child'], properties: { child: $ref('#/components/schemas/Tree') } },
      Both: {
        allOf: [
          $ref('#/components/schemas/Both'),
          { type: 'object', required: ['x'], properties: { x: { const: 1 } } },
        ],
      },
    }
    for (const name of ['Tree', 'Both', 'Self']) {
      const said = JSON.stringify(await thingOf($ref(`#/components/schemas/${name}`), { components: { schemas } }))
      expect(said.length).toBeLessThan(10_000)
    }
  })

  test('that lead nowhere are told', async () => {
    await expect(thingOf($ref('#/components/schemas/Nope'))).rejects.toThrow('leads nowhere')
  })
})

describe('what would never end', () => {
  test.each<[string, unknown]>([
    ['a list of a billion', { type: 'array', minItems: 1e9, items: { type: 'string' } }],
    [
      'a list of a billion different things',
      { type: 'array', minItems: 1e9, uniqueItems: true, items: { enum: [1, 2] } },
    ],
    ['a text of a billion', { type: 'string', minLength: 1e9 }],
    ['a pattern of a billion', { type: 'string', pattern: '^a{1000000000}$' }],
    ['a pattern of patterns', { type: 'string', pattern: '^((a{500}){500}){500}$' }],
    ['a billion members', { type: 'object', minProperties: 1e9 }],
    ['lists in lists', nested(60, (inner) => ({ type: 'array', minItems: 10, items: inner }))],
    [
      'a pattern that goes back',
      { type: 'string', pattern: '^(a+)+$', minLength: 60, examples: [`${'a'.repeat(60)}!`] },
    ],
    ['what cannot be', { allOf: [{ type: 'string' }, { type: 'integer' }] }],
    ['nothing', { not: {} }],
    [
      'words of other types',
      { type: 5, enum: 'x', required: 7, properties: [], allOf: 'y', minLength: 'z', pattern: '(' },
    ],
  ])('%s ends with an answer of bounded size', async (_, schema) => {
    expect(JSON.stringify(await thingOf(schema)).length).toBeLessThan(1_000_000)
  })

  test('a pattern is not waited for, in a request as little as in an answer', async () => {
    const schema = { type: 'string', pattern: '^(([a-z])+.)+[A-Z]([a-z])+$' }
    const spec = withAnswer({ type: 'string' })
    Object.assign((spec as { paths: Record<string, { get: object }> }).paths['/thing']?.get ?? {}, {
      parameters: [{ name: 'q', in: 'query', schema }],
    })
    const { fetch } = apiWorld(opened({ 'project/api.json': spec }))
    expect((await fetch(`https://t.test/thing?q=${'a'.repeat(60)}`)).status).toBe(400)
    expect((await fetch('https://t.test/thing?q=abcAbc')).status).toBe(200)
  })

  test('a file that nests without end is refused with its place', () => {
    const deep = nested(2_000, (inner) => ({ type: 'array', items: inner }))
    expect(() => opened({ 'project/api.json': withAnswer(deep) })).toThrow(/#\/paths\/~1thing\/get.*nested deeper/)
  })

  test('aliases of YAML that grow beyond measure are refused', () => {
    const lines = Array.from(
      { length: 12 },
      (_, index) => `a${index}: &a${index} [${Array(10).fill(index === 0 ? 'x' : `*a${index - 1}`)}]`,
    )
    const folder = plant({ 'project/api.yaml': `openapi: 3.1.0\n${lines.join('\n')}\n` })
    expect(() => openApi({ file: join(folder, 'api.yaml') }, 't')).toThrow(/alias/i)
  })
})

describe('names', () => {
  test('of what every object has are names like others', async () => {
    const names = ['constructor', 'toString', 'hasOwnProperty', 'valueOf']
    const schema = {
      type: 'object',
      required: names,
      properties: Object.fromEntries(names.map((name) => [name, { const: name }])),
    }
    expect(await thingOf(schema)).toEqual(Object.fromEntries(names.map((name) => [name, name])))
  })

  test('that would change what every object has are refused', () => {
    const text = JSON.stringify(withAnswer({ type: 'object', properties: { x: {} } })).replace('"x"', '"__proto__"')
    expect(() => opened({ 'project/api.json': text })).toThrow(/__proto__/)
    expect(({} as Record<string, unknown>).const).toBeUndefined()
  })

  test('in a form change nothing but the form', async () => {
    const body = { content: { 'application/x-www-form-urlencoded': { schema: { type: 'object' } } } }
    const spec = {
      ...withAnswer({}),
      paths: { '/things': { post: { requestBody: body, responses: { 201: { description: '' } } } } },
    }
    const { fetch, effects } = apiWorld(opened({ 'project/api.json': spec }))
    const form = new URLSearchParams(
      '__proto__[polluted]=1&constructor[prototype][polluted]=1&a[__proto__][polluted]=1',
    )
    expect((await fetch('https://t.test/things', { method: 'POST', body: form })).status).toBe(201)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
    expect(effects).toHaveLength(1)
  })
})

test.each<[string, unknown, RegExp]>([
  ['no specification', { a: 1 }, /neither "openapi" nor "swagger"/],
  ['another version', { openapi: '4.0.0', paths: {} }, /is of version 4.0.0/],
  ['no operations', { openapi: '3.1.0', info: {}, paths: {} }, /no operations/],
  ['no JSON', '{"openapi": ', /api.json/],
  ['a list', [], /no object/],
])('%s is refused', (_, content, says) => {
  expect(() => opened({ 'project/api.json': content })).toThrow(says)
})

test('YAML that is none is told with its line', () => {
  const folder = plant({ 'project/api.yaml': 'openapi: 3.1.0\npaths: {\n' })
  expect(() => openApi({ file: join(folder, 'api.yaml') }, 't')).toThrow(/api\.yaml:\d+:\d+: /)
  expect(() => openApi({ file: join(folder, 'nope.yaml') }, 't')).toThrow('there is no such file')
})

function nested(depth: number, around: (inner: unknown) => unknown): unknown {
  let made: unknown = { type: 'string' }
  for (let level = 0; level < depth; level++) made = around(made)
  return made
}
