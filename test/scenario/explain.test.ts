import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { explainIssues, pathText } from '../../src/scenario/explain.ts'
import { knownMembers } from '../../src/scenario/schema.ts'

const schema = z.strictObject({
  name: z.string().optional(),
  size: z
    .union([z.literal('all'), z.strictObject({ nth: z.int().min(1) }), z.strictObject({ every: z.int() })])
    .optional(),
  color: z.enum(['red', 'green']).optional(),
  parts: z
    .record(z.string().regex(/^[a-z]+$/, 'expected small letters'), z.strictObject({ weight: z.number() }))
    .optional(),
  list: z.array(z.strictObject({ title: z.string() })).default([]),
})

function explain(value: unknown): string[] {
  const parsed = schema.safeParse(value)
  if (parsed.success) return []
  const text = explainIssues(parsed.error.issues, value, (path, found) => knownMembers(schema, path, found))
  return text.split('\n').map((line) => line.trim())
}

describe('what does not fit is told with its path, what was expected and what was found', () => {
  test.each([
    [{ name: 1 }, 'name: expected string, found 1.'],
    [{ list: [{ title: 'a' }, { title: null }] }, 'list[1].title: expected string, found null.'],
    [{ list: [{}] }, 'list[0].title: expected string, found nothing.'],
    [{ name: () => 1 }, 'name: expected string, found a function.'],
    [{ nmae: 'x' }, 'nmae: there is no such setting. Did you mean "name"? Known: name, size, color, parts, list.'],
    [
      { list: [{ title: 'a', titel: 'b' }] },
      'list[0].titel: there is no such setting. Did you mean "title"? Known: title.',
    ],
    [
      { parts: { wheel: { weight: 1, wieght: 1 } } },
      'parts.wheel.wieght: there is no such setting. Did you mean "weight"? Known: weight.',
    ],
    [{ parts: { Wheel: { weight: 1 } } }, 'parts.Wheel: expected small letters.'],
    [{ parts: { 'a-b': { weight: 1 } } }, 'parts["a-b"]: expected small letters.'],
    [{ color: 'gren' }, 'color: expected one of "red"|"green", found "gren". Did you mean "green"? Known: red, green.'],
    [{ size: 'al' }, 'size: expected "all" or object, found "al".'],
    [{ size: { nht: 1 } }, 'size.nht: there is no such setting. Did you mean "nth"? Known: nth, every.'],
    [{ size: { nth: 0 } }, 'size.nth: Too small: expected number to be >=1, found 0.'],
    [{ size: { nth: 1, every: 1 } }, 'size.every: there is no such setting. Known: nth.'],
    ['text', '(the whole value): expected object, found "text".'],
    [undefined, '(the whole value): expected object, found nothing.'],
    [{ name: ['x'.repeat(200)] }, `name: expected string, found ["${'x'.repeat(75)}....`],
  ])('%j', (value, line) => {
    expect(explain(value)).toContain(line)
  })

  test('all of it at once, ten lines at the most', () => {
    expect(explain({ name: 1, color: 'blue', list: 'x' })).toHaveLength(3)
    expect(explain({ list: Array.from({ length: 30 }, () => ({ title: 1 })) })).toHaveLength(10)
  })

  test('control: what fits has nothing to explain', () => {
    expect(
      explain({ name: 'a', size: { nth: 1 }, color: 'red', parts: { wheel: { weight: 1 } }, list: [{ title: 'a' }] }),
    ).toEqual([])
  })
})

test.each([
  [[], '(the whole value)'],
  [['a', 0, 'b'], 'a[0].b'],
  [['a', 'b c', 'd'], 'a["b c"].d'],
  [[0], '[0]'],
] as [PropertyKey[], string][])('the path %j reads %s', (path, text) => {
  expect(pathText(path)).toBe(text)
})
