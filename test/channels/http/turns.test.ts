import { expect, test } from 'vitest'
import { watchTurns } from '../../../src/channels/http/turns.ts'

const asked = (first: string) => ['m', first]

function ask(turns: ReturnType<typeof watchTurns>, id: string, input: ReturnType<typeof asked>) {
  const turn = turns.begin(input)
  turn.took(id)
  return turn
}

test('what a client does between two turns was proposed by the last one', () => {
  const turns = watchTurns()
  expect(turns.cause).toBeUndefined()
  ask(turns, 'c1', asked('Refund it')).end()
  expect(turns.cause).toBe('c1')
  ask(turns, 'c3', asked('Refund it')).end()
  expect(turns.cause).toBe('c3')
})

test('a turn that the world never ran proposed nothing', () => {
  const turns = watchTurns()
  turns.begin(asked('Refund it')).end()
  expect(turns.cause).toBeUndefined()
})

test.each([
  ['one after another', true, 'Ship it'],
  ['at once', false, 'Ship it'],
  ['at once and with the same words', false, 'Refund it'],
])('of two conversations %s nobody says which one it was', (_, ended, second) => {
  const turns = watchTurns()
  const first = ask(turns, 'c1', asked('Refund it'))
  if (ended) first.end()
  ask(turns, 'c2', asked(second))
  expect(turns.cause).toBeUndefined()
})
