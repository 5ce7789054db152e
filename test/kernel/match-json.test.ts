import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, type Json } from '../../src/kernel/json.ts'
import { containsJson, equalJson } from '../../src/kernel/match-json.ts'

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
    expect(equalJson({ a: [{ key: 1, b: 2 }] }, { a: [{ b: 2 }] }, skip)).toBe(true)
    expect(equalJson({ a: [{ key: 1, b: 2 }] }, { a: [{ b: 3 }] }, skip)).toBe(false)
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
