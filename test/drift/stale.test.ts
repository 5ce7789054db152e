import { expect, test } from 'vitest'
import { staleness } from '../../src/drift/stale.ts'

const reference = {
  name: 'main',
  acceptedAt: '2026-03-01T00:00:00Z',
  run: { id: 'r', seed: '1', startedAt: '2026-03-01T00:00:00Z', mettle: '1.0.0' },
}
const on = (day: string, mettle = '1.0.0') => ({ at: Date.parse(`${day}T00:00:01Z`), mettle })
const missing = (why: string) => ({ scenario: 'a/b', variant: 'calm', contestant: 'x', trials: 1, why })

test('a young reference run of the same version, with all scenarios, is not stale', () => {
  expect(staleness(reference, [missing('an error of the harness (head)')], on('2026-03-31'))).toEqual([])
})

test('age, another version, changed and new scenarios are each told', () => {
  const found = staleness(
    reference,
    [missing('its guards changed'), missing('the base has no such trial'), missing('the head has no such trial')],
    on('2026-04-05', '1.1.0'),
  )
  expect(found).toEqual([
    expect.stringContaining('accepted 35 days ago'),
    'The reference run main is of mettle 1.0.0, this is 1.1.0.',
    expect.stringContaining('Changed since the reference run main: a/b.'),
    expect.stringContaining('Not in the reference run main: trials of a/b.'),
  ])
})
