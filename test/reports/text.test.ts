import { expect, test } from 'vitest'
import { bodyOf } from '../../src/reports/html/trial/body.ts'
import { changesOf } from '../../src/reports/html/trial/changes.ts'
import { dollars, duration, offset, shorten } from '../../src/reports/text/quantity.ts'

test('durations and offsets', () => {
  expect([0, 350, 12_400, 59_949, 59_960, 200_000, 7_500_000, 273_600_000].map(duration)).toEqual([
    '0 ms',
    '350 ms',
    '12.4 s',
    '59.9 s',
    '1 min',
    '3 min 20 s',
    '2 h 5 min',
    '3 d 4 h',
  ])
  expect([0, 31_020, 754_003, 7_500_000].map(offset)).toEqual(['0:00.000', '0:31.020', '12:34.003', '2:05:00.000'])
})

test('dollars have at least two decimals', () => {
  expect([0, 12.5, 0.0031, 98].map(dollars)).toEqual(['$0.00', '$12.50', '$0.0031', '$98.00'])
})

test('shortened texts say so', () => {
  expect(shorten('abcdef', 6)).toBe('abcdef')
  expect(shorten('abcdefg', 6)).toBe('abcde…')
  expect(shorten('😀😀😀', 2)).toBe('😀…')
})

test('changes are listed field by field', () => {
  const { changes } = changesOf({ a: 1, deep: { x: 1, y: 2 }, gone: null }, { a: 1, deep: { x: 1, y: 3 }, made: [1] })
  expect(changes).toEqual([
    { field: 'deep.y', kind: 'changed', before: '2', after: '3' },
    { field: 'gone', kind: 'removed', before: 'null', after: null },
    { field: 'made', kind: 'added', before: null, after: '[1]' },
  ])
  expect(changesOf(undefined, { a: 1 }).changes).toEqual([{ field: 'a', kind: 'added', before: null, after: '1' }])
  expect(changesOf({ a: 1 }, undefined).changes).toEqual([{ field: 'a', kind: 'removed', before: '1', after: null }])
  expect(changesOf('x', { a: 1 }).changes).toEqual([{ field: '', kind: 'changed', before: '"x"', after: '{"a":1}' }])
  expect(changesOf({ a: [1, { b: 2 }] }, { a: [1, { b: 2 }] })).toEqual({ changes: [], more: 0 })
})

test('many changes are counted', () => {
  const wide = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`f${index}`, index]))
  const { changes, more } = changesOf(undefined, wide)
  expect([changes.length, more]).toEqual([30, 20])
})

test('a body keeps on one line what fits on one, and is the same value', () => {
  expect(bodyOf({ a: [1, 2], b: {} }).text).toBe('{ "a": [1, 2], "b": {} }')
  const value = { path: {}, body: { text: 'x'.repeat(60), list: [{ id: 1 }, { id: 2 }], empty: [] } }
  const { text, cut } = bodyOf(value, 42)
  expect(text.split('\n').length).toBeGreaterThan(3)
  expect([JSON.parse(text), cut]).toEqual([value, null])
})
