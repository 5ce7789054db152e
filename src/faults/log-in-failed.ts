import { z } from 'zod'
import type { Refusal } from '../boundary/refusal.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

/** What PostgreSQL says in the place of a connection. Source: its postmaster and its backend's start. */
const REFUSALS = {
  'too-many-connections': {
    status: 429,
    code: 'too_many_connections',
    sqlState: '53300',
    message: 'sorry, too many clients already',
  },
  'starting-up': {
    status: 503,
    code: 'cannot_connect_now',
    sqlState: '57P03',
    message: 'the database system is starting up',
  },
  'shutting-down': {
    status: 503,
    code: 'cannot_connect_now',
    sqlState: '57P03',
    message: 'the database system is shutting down',
  },
  'wrong-password': {
    status: 401,
    code: 'invalid_password',
    sqlState: '28P01',
    message: 'password authentication failed for user "agent"',
  },
} as const satisfies Record<string, Refusal>

type Refused = keyof typeof REFUSALS

const HOW = ['too-many-connections', 'starting-up', 'shutting-down', 'wrong-password', 'reset', 'no-reply'] as const

export const logInFailed = defineFault({
  name: 'log-in-failed',
  summary: 'A client that opens a connection to a database does not get in.',
  channels: ['sql'],
  params: z.strictObject({ how: z.enum(HOW).default('too-many-connections') }),
  arbitrary: (fc) => fc.record({ how: fc.constantFrom(...HOW) }),
  opens: true,
  detectable: true,
  terminal: true,
  inject:
    ({ how }) =>
    async (_call, _next, { refuse }) =>
      how === 'reset' || how === 'no-reply' ? { kind: 'broken', how } : refuse(REFUSALS[how]),
  symptom: (story, { how }) => {
    if (story.executed) return undefined
    const { delivered } = story
    if (how in REFUSALS) return wasRefused(story, REFUSALS[how as Refused]) ? `no connection: ${how}` : undefined
    return delivered?.outcome === 'broken' && delivered.how === how ? `no connection: ${how}` : undefined
  },
})
