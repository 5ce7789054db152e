import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  AmbiguousJson,
  canonical,
  copyJson,
  digest,
  digestText,
  type Json,
  parseStrict,
} from '../../src/kernel/json.ts'

const json = fc.json().map((text) => JSON.parse(text) as Json)

/** The same value with the members of every object in another order. */
function turned(value: Json): Json {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(turned)
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, member]) => [name, turned(member)] as const)
      .reverse(),
  )
}

describe('a copy', () => {
  test('is what JSON keeps of a value, whatever that is', () => {
    const byText = (value: unknown) => {
      try {
        return { kept: JSON.parse(JSON.stringify(value)) }
      } catch (thrown) {
        return { refused: (thrown as Error).name }
      }
    }
    const copied = (value: unknown) => {
      try {
        return { kept: copyJson(value as Json) }
      } catch (thrown) {
        return { refused: (thrown as Error).name }
      }
    }
    const odd = fc.anything({
      withBigInt: true,
      withDate: true,
      withMap: true,
      withNullPrototype: true,
      withSparseArray: true,
    })
    fc.assert(
      fc.property(fc.oneof(json, odd), (value) => {
        expect(copied(value)).toStrictEqual(byText(value))
      }),
      {
        numRuns: 2_000,
        examples: [
          [{ at: new Date(0), toJSON: () => 'itself' }],
          [JSON.parse('{"__proto__":{"a":1},"b":[1]}')],
          [[Number.NaN, -0, undefined]],
          [Object.assign([1, 2], { more: 3 })],
        ],
      },
    )
  })

  test('shares nothing with its source', () => {
    const source = { list: [{ deep: [1] }] }
    const copy = copyJson(source)
    copy.list[0]?.deep.push(2)
    expect(source).toEqual({ list: [{ deep: [1] }] })
  })
})

describe('the canonical text', () => {
  test('sorts keys and drops undefined members', () => {
    expect(canonical({ b: [1, { d: null, c: 'x' }], a: undefined })).toBe('{"b":[1,{"c":"x","d":null}]}')
    expect(canonical(undefined)).toBe('null')
  })

  test('is JSON of the same value, whatever the order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = canonical(value)
        expect(canonical(turned(value))).toBe(text)
        expect(canonical(JSON.parse(text))).toBe(text)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })

  test.for<[Json, Json]>([
    [1, '1'],
    [null, 'null'],
    [[], {}],
    [
      [1, [2]],
      [[1], 2],
    ],
    [{ a: 1 }, { a: '1' }],
    ['é', 'e\u0301'],
    [{ 'a:1,b': 1 }, { a: 1, b: 1 }],
    [{}, JSON.parse('{"__proto__":1}')],
  ])('tells %j and %j apart', ([one, other]) => {
    expect(canonical(one)).not.toBe(canonical(other))
    expect(digest(one)).not.toBe(digest(other))
  })
})

test('a digest is the first 128 bits of SHA-256', () => {
  expect(digestText('abc')).toBe('ba7816bf8f01cfea414140de5dae2223')
  expect(digest('abc')).toBe(digestText('"abc"'))
})

describe('strict parsing', () => {
  test('reads what JSON.stringify writes', () => {
    fc.assert(
      fc.property(json, (value) => {
        fc.pre(!JSON.stringify(value).includes('__proto__'))
        expect(parseStrict(JSON.stringify(value, null, 2))).toEqual(value)
      }),
    )
  })

  test.for([
    '{"amount":1,"amount":1000}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1},{"a":1,"\\u0061":2}]',
    '{"a":{"x":1,"y":2},"a":3}',
    '{"__proto__":{"admin":true}}',
    '[[{"__proto__":1}]]',
    '{"a:":1,"a:":2}',
    `${'['.repeat(300)}${']'.repeat(300)}`,
  ])('refuses %s', (text) => {
    expect(() => parseStrict(text)).toThrow(AmbiguousJson)
  })

  test.for(['{"a":"b:c","d\\":":{}}', '{"\\\\":1}', '"::"', '{"":[]}', '{"a\\"":":"}'])('accepts %s', (text) => {
    expect(parseStrict(text)).toEqual(JSON.parse(text))
  })

  test.for(['', '{', '{"a":1,}', 'NaN', "{'a':1}", '01'])('%j is no JSON', (text) => {
    expect(() => parseStrict(text)).toThrow(SyntaxError)
  })

  test('finds any key that is written twice', () => {
    const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__')
    fc.assert(
      fc.property(name, json, json, (key, one, other) => {
        fc.pre(!JSON.stringify([one, other]).includes('__proto__'))
        const quoted = JSON.stringify(key)
        const text = `{${quoted}:${JSON.stringify(one)},"other${key.length}":0,${quoted}:${JSON.stringify(other)}}`
        expect(() => parseStrict(text)).toThrow(AmbiguousJson)
      }),
    )
  })
})
