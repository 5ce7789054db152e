import type { Alert } from '../../src/record/alert.ts'

/** An alert with something of the agent's in it. */
export function alertWith(change: Partial<Alert> = {}): Alert {
  return {
    ...{ time: '2026-01-05T09:00:00.000Z', kind: 'denied', trial: 'spend~calm~buyer~r1', scenario: 'spend' },
    ...{ agent: 'buyer', guard: 'budget', call: 'c1', target: 'tool buy', message: '$5.00 would be over' },
    trialTime: '2026-01-05T09:00:00.000Z',
    ...change,
  } as Alert
}
