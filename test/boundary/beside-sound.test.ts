import { expect, test } from 'vitest'
import { besideSound } from '../../src/boundary/beside-sound.ts'
import { autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'

const HOUR_MS = 3_600_000

/** What the sound guard says against two calls, an hour after its runtime was over; a person lets it go on at the first. */
function saidOf(hearsAnswers: boolean): string[] {
  const clock = manualClock()
  const windows = [{ from: '00:00', to: '24:00' }]
  const params = autonomyWindow.params.parse({ windows, zone: 'UTC', maxRuntimeMs: HOUR_MS })
  const start = () => autonomyWindow.start(params, { clock, random: createRandom(1), alert: () => {} })
  const said: string[] = []
  const state = besideSound(start(), start(), {
    ...{ hearsAnswers, said: (_, word) => void said.push(word), failed: (_, thrown) => void said.push(String(thrown)) },
  })
  const call = { ...proposalOf(), id: 'c1', key: 'k', attempt: 1 }
  clock.set(clock.now() + 2 * HOUR_MS)
  const held = state.decide(call)
  if (!('kind' in held) || held.kind !== 'hold') throw new Error('It holds nothing.')
  expect(held.resolve({ kind: 'approved', by: 'the night lead' }).kind).toBe('allow')
  expect(state.confirm?.(call)).toMatchObject({ kind: 'allow' })
  expect(state.decide(call)).toMatchObject({ kind: 'allow' })
  return said
}

test('what a person says to a held call is said to the sound guard as well: it goes on as the other one does', () => {
  expect(saidOf(true)).toEqual(['hold'])
})

test('a yes that the plan has made up is none to it', () => {
  expect(saidOf(false)).toEqual(['hold', 'deny', 'hold'])
})
