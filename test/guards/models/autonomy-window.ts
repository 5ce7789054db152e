import { autonomyWindow } from '../../../src/guards/autonomy-window.ts'
import { autonomyWindowMutants } from '../cases/autonomy-window-mutants.ts'
import type { Model, Subject } from './model.ts'

const HOUR_MS = 3_600_000
const STARTS_AT = Date.UTC(2026, 0, 5, 8)

/** Writes from 09:00 to 17:00 in Berlin, which is an hour ahead in January; nothing after two hours that nobody renewed. */
function model(): Model {
  let until = STARTS_AT + 2 * HOUR_MS
  const isOutside = (access: string, now: number) => {
    const hour = ((now / HOUR_MS) % 24) + 1
    return access !== 'read' && !(hour >= 9 && hour < 17)
  }
  return {
    confirm: ({ access }, now) => (isOutside(access, now) || now >= until ? 'deny' : 'allow'),
    decide: ({ access }, now) => {
      if (isOutside(access, now)) return 'deny'
      return now >= until ? 'hold' : 'allow'
    },
    answer: ({ access }, said, now) => {
      if (said !== 'yes') return 'deny'
      until = now + 2 * HOUR_MS
      return isOutside(access, now) ? 'deny' : 'allow'
    },
  }
}

export const autonomyWindowSubject: Subject = {
  name: 'autonomy-window',
  guard: autonomyWindow,
  params: { windows: [{ from: '09:00', to: '17:00' }], zone: 'Europe/Berlin', maxRuntimeMs: 2 * HOUR_MS },
  calls: [{}, { access: 'read' }, { access: 'unknown', principal: 'agent/helper' }],
  ends: ['ok', 'never'],
  waits: [HOUR_MS, 2 * HOUR_MS - 1, 1, 12 * HOUR_MS],
  said: ['yes', 'no', 'silent', 'itself'],
  model,
  told: [
    'tells the time in UTC',
    'an inclusive end',
    'an hour late',
    'binds reads',
    'binds known writes only',
    'never asks again',
    'runs for ever',
    'takes silence for consent',
    'never renews',
    'renews for ever',
    'lets agents renew themselves',
    'asks once',
    'binds no reads after its runtime',
  ],
  mutants: autonomyWindowMutants,
  startsAt: STARTS_AT,
}

/** Payments from 22:00 on Mondays to 06:00 on Tuesdays, and from 12:00 to 13:00 on any day, in Berlin. */
function modelOfNights(): Model {
  const decide = ({ target, access }: { target: string; access: string }, now: number) => {
    const hours = now / HOUR_MS + 1
    // 1970 began on a Thursday.
    const [day, hour] = [(Math.floor(hours / 24) + 4) % 7, hours % 24]
    const isNight = (day === 1 && hour >= 22) || (day === 2 && hour < 6)
    const isBound = target.startsWith('pay ') && access !== 'read'
    return !isBound || isNight || (hour >= 12 && hour < 13) ? 'allow' : 'deny'
  }
  return { decide, confirm: decide }
}

export const autonomyWindowAtNight: Subject = {
  ...autonomyWindowSubject,
  name: 'autonomy-window at night',
  params: {
    windows: [
      { from: '22:00', to: '06:00', days: ['mon'] },
      { from: '12:00', to: '13:00' },
    ],
    zone: 'Europe/Berlin',
    on: 'pay *',
  },
  calls: [
    { target: 'pay POST /v1/refunds' },
    { target: 'pay GET /v1/refunds', access: 'read' },
    { target: 'tool act' },
  ],
  waits: [HOUR_MS, 5 * HOUR_MS - 1, 1, 19 * HOUR_MS],
  model: modelOfNights,
  told: [
    'tells the time in UTC',
    'an inclusive end',
    'an hour late',
    'closes at midnight',
    'ends on the day it begins',
    'minds no weekday',
    'minds the first window only',
    'binds reads',
    'binds every target',
    'never asks again',
    'takes silence for consent',
    'never renews',
    'renews for ever',
    'lets agents renew themselves',
    'asks once',
  ],
}
