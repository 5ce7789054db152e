import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, type Json } from '../../src/kernel/json.ts'
import { containsJson, equalJson, leadsTo, type Trail } from '../../src/kernel/match-json.ts'

const json = fc.json().map((text) => JSON.parse(text) as Json)
const member = fc.dictionary(fc.constantFrom('a', 'b', '__proto__', 'constructor'), json, { maxKeys: 3 })
const object = member.map((value) => JSON.parse(JSON.stringify(value)) as { [key: string]: Json })

describe('equal', () => {
  test('agrees with the canonical text', () => {
    fc.assert(
      fc.property(fc.oneof(json, object), fc.oneof(json, object), (one, other) => {
        expect(equalJson(one, JSON.parse(JSON.stringify(one)))).toBe(true)
        expect(equalJson(one, other)).toBe(canonical(one) === canonical(other))
      }),
    )
  })

  test.for<[Json, Json]>([
    [{ a: 1 }, { a: 1, b: 2 }],
    [
      [1, 2],
      [2, 1],
    ],
    [[], {}],
    [{}, null],
    [{ length: 0 }, []],
    [0, false],
    [1, '1'],
  ])('%j is not %j', ([one, other]) => {
    expect(equalJson(one, other)).toBe(false)
    expect(equalJson(other, one)).toBe(false)
  })

  test('leaves out what it is told to', () => {
    const skip = (name: string) => name === 'key'
    expect(equalJson({ a: [{ key: 1, b: 2 }] }, { a: [{ b: 2 }] }, { skip })).toBe(true)
    expect(equalJson({ a: [{ key: 1, b: 2 }] }, { a: [{ b: 3 }] }, { skip })).toBe(false)
  })
})

describe('without order', () => {
  const unordered = () => true
  const shuffled = fc.array(json, { maxLength: 6 }).chain((list) => {
    return fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }))
  })

  test('lists are the same in any order, and not with an element more, less or twice', () => {
    fc.assert(
      fc.property(shuffled, json, ([list, other], more) => {
        expect(equalJson(list, other, { unordered })).toBe(true)
        expect(equalJson([...list, more], other, { unordered })).toBe(false)
        expect(equalJson([list, list], [other, more], { unordered })).toBe(equalJson(list, more, { unordered }))
      }),
    )
  })

  test('lists by their names, the others as they stand', () => {
    const leeway = { unordered: (list: Trail | undefined) => leadsTo(['items', 'body'], list) }
    const inBody = (items: Json, steps: Json): Json => ({ body: { items, steps } })
    expect(equalJson(inBody([1, 2], [1, 2]), inBody([2, 1], [1, 2]), leeway)).toBe(true)
    expect(equalJson(inBody([1, 2], [1, 2]), inBody([1, 2], [2, 1]), leeway)).toBe(false)
    expect(equalJson({ items: [1, 2] }, { items: [2, 1] }, leeway)).toBe(false)
  })

  test('each part is found in an element of its own, where taking the first that holds it would not do', () => {
    const whole = [{ a: 1, b: 1 }, { a: 1 }]
    expect(containsJson(whole, [{ a: 1 }, { a: 1, b: 1 }], { unordered })).toBe(true)
    expect(containsJson(whole, [{ b: 1 }, { b: 1 }], { unordered })).toBe(false)
  })

  test('of 1,000 elements, and nested 100,000 deep beside what is not', () => {
    const list = Array.from({ length: 1_000 }, (_, at) => ({ at }))
    expect(equalJson(list, [...list].reverse(), { unordered })).toBe(true)
    expect(equalJson(Array(1_000).fill(1), [...Array(999).fill(1), 2], { unordered })).toBe(false)
    let deep: Json = []
    for (let level = 0; level < 100_000; level++) deep = [deep, 1]
    expect(equalJson(deep, [[[], 1], 1], { unordered })).toBe(false)
  })
})

describe('contains', () => {
  test.for<[Json, Json, boolean]>([
    [{ a: 1, b: 2 }, { a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{ a: { b: 1, c: 2 } }, { a: { c: 2 } }, true],
    [{ a: { b: 1 } }, { a: {} }, true],
    [{ a: 1 }, { a: {} }, false],
    [[{ a: 1, b: 2 }], [{ a: 1 }], true],
    [[1, 2], [1], false],
    [{}, { toString: null }, false],
    [{}, JSON.parse('{"__proto__":{}}'), false],
    ['abc', 'a', false],
    [null, null, true],
  ])('%j holds %j: %s', ([whole, part, holds]) => {
    expect(containsJson(whole, part)).toBe(holds)
  })

  test('a whole holds each of its parts, and more members change nothing', () => {
    fc.assert(
      fc.property(object, object, (whole, more) => {
        const names = Object.keys(whole).slice(0, 1)
        expect(containsJson(whole, Object.fromEntries(names.map((name) => [name, whole[name] as Json])))).toBe(true)
        expect(containsJson({ wider: more, ...whole }, whole)).toBe(true)
      }),
    )
  })
})

test('values nested deeper than calls can be are compared to the end', () => {
  const deep = (inner: string) => JSON.parse(`${'[{"a":'.repeat(50_000)}${inner}${'}]'.repeat(50_000)}`) as Json
  expect(equalJson(deep('1'), deep('1'))).toBe(true)
  expect(equalJson(deep('1'), deep('2'))).toBe(false)
  expect(containsJson(deep('{"x":1}'), deep('{}'))).toBe(true)
})
