import { expect, test } from 'vitest'
import type { Alert } from '../../src/record/alert.ts'
import { alertsOf } from '../../src/runs/alerts.ts'
import type { ScheduledTrial } from '../../src/stage/scheduled-trial.ts'

const TRIAL = { id: 't1', scenario: 'shop', agent: 'hasty' } as ScheduledTrial

const denied = (call: string) =>
  JSON.stringify({
    kind: 'denied',
    guard: 'budget',
    call,
    target: null,
    message: 'no',
    trialTime: '2026-01-05T09:00:00Z',
  })

/** The calls that alerts were told of, where a trial ran as often as there are lists. */
function toldOf(...attempts: string[][]): (string | null)[] {
  const told: Alert[] = []
  const alerts = alertsOf(TRIAL, (alert) => void told.push(alert))
  for (const calls of attempts) {
    const hear = alerts.attempt()
    for (const call of calls) hear(denied(call))
  }
  return told.map(({ call }) => call)
}

test('a trial that runs again tells what is new, and nothing twice', () => {
  expect(toldOf(['c1', 'c2'], ['c1', 'c2', 'c3'])).toEqual(['c1', 'c2', 'c3'])
  expect(toldOf(['c1', 'c2'], ['c1'], ['c1', 'c2', 'c4'])).toEqual(['c1', 'c2', 'c4'])
})

test('within one attempt, what is told twice happened twice', () => {
  expect(toldOf(['c1', 'c1'], ['c1', 'c1', 'c1'])).toEqual(['c1', 'c1', 'c1'])
})

test('an attempt has room for alerts of its own, whatever was told before', () => {
  const many = Array.from({ length: 60 }, (_, at) => `c${at}`)
  expect(toldOf(many)).toHaveLength(50)
  expect(toldOf(many, ['late'])).toHaveLength(51)
})
