import { expect, test } from 'vitest'
import { suggest } from '../../src/kernel/nearest.ts'

const known = ['latency', 'lost-reply', 'none']

test.for<[string, string]>([
  ['latncy', ' Did you mean "latency"? Known: latency, lost-reply, none.'],
  ['lostReply', ' Did you mean "lost-reply"? Known: latency, lost-reply, none.'],
  ['nine', ' Did you mean "none"? Known: latency, lost-reply, none.'],
  ['permission-denied', ' Known: latency, lost-reply, none.'],
  ['', ' Known: latency, lost-reply, none.'],
])('%s', ([name, sentence]) => {
  expect(suggest(name, known)).toBe(sentence)
})

test('nothing is known', () => {
  expect(suggest('latency', [])).toBe('')
})

test('a long list is cut, the guess is not', () => {
  const many = Array.from({ length: 25 }, (_, index) => `name-${index}`)
  expect(suggest('name-24', many)).toMatch(/^ Did you mean "name-24"\? Known: name-0, .*, name-19 … \(25 in all\)\.$/)
})

test('the list is left as it is', () => {
  const list = Object.freeze([...known])
  expect(suggest('none', list)).toContain('"none"')
})
