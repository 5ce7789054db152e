import type fc from 'fast-check'
import { approval } from '../../../src/guards/approval.ts'
import { autonomyWindow } from '../../../src/guards/autonomy-window.ts'
import { budget } from '../../../src/guards/budget.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { newEndpoint } from '../../../src/guards/new-endpoint.ts'
import { permissions } from '../../../src/guards/permissions.ts'
import { rateLimit } from '../../../src/guards/rate-limit.ts'
import { sandboxFirst } from '../../../src/guards/sandbox-first.ts'
import { secretsOut } from '../../../src/guards/secrets-out.ts'
import type { Judge, Told } from './foresee.ts'
import { CANARY, plain, type Unit, unit } from './statements.ts'
import type { Deeds } from './witness.ts'

/** A guard, and a little model of it that shares nothing with it. */
export interface Modelled {
  // biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
  guard: Guard<any>
  params: unknown
  /** What is tried while it is enforced. */
  units: fc.Arbitrary<Unit>
  /** A fresh one for each trial. */
  judge(): Judge
  /** Which of these, by their place, broke the rule. 'unclear': a diff does not tell how many objects a change of the schema is. */
  violated(told: readonly Told[]): (boolean | 'unclear')[]
}

/** What ends its own transaction cannot be tried out within one: only where somebody looks is it refused. */
const whole = unit.filter(({ kind }) => kind !== 'call')

const does = ({ rows, schema }: Deeds) => rows.length > 0 || schema.length > 0
const takes = ({ rows, schema }: Deeds) => rows.some(({ op }) => op === 'DELETE') || schema.length > 0

/** Rules that look at one statement alone. */
function each(
  guard: Modelled['guard'],
  params: unknown,
  rule: {
    says: (told: Pick<Told, 'statement' | 'at'>) => boolean
    does: (deeds: Deeds, told: Pick<Told, 'statement' | 'at'>) => boolean
    broken?: (told: Told) => boolean | 'unclear'
  },
  units = guard === secretsOut ? whole : unit,
): Modelled {
  return {
    guard,
    params,
    units,
    judge: () => ({
      saying: (statement, at) => rule.says({ statement, at }),
      doing: (deeds, statement, at) => rule.does(deeds, { statement, at }),
      looks: guard !== secretsOut,
    }),
    violated: (told) => told.map((one) => (rule.broken ? rule.broken(one) : rule.does(one.kept, one))),
  }
}

const HOUR_MS = 3_600_000
/** Every second hour, by the clock on the wall. */
const HOURS = Array.from({ length: 12 }, (_, at) => ({
  from: `${String(at * 2).padStart(2, '0')}:00`,
  to: `${String(at * 2 + 1).padStart(2, '0')}:00`,
}))
const isClosed = (at: number) => Math.floor(at / HOUR_MS) % 2 === 1

/** All that can be reached but rows that go and schemas that change. */
const KNOWN =
  '(unread)* SELECT* UPDATE* INSERT* MERGE* BEGIN* CREATE* CALL* COMMIT* COPY* CLOSE* COMMENT* CHECK* CONSTRAINTS* DO DECLARE* DEALLOCATE* DROP* DISCARD* DEFINE* ALTER* EXPLAIN* EXECUTE* FETCH* GRANT* LISTEN* LOCK* NOTIFY* PREPARE* REFRESH* RENAME* RELEASE* ROLLBACK* RULE* SAVEPOINT* SET* SHOW* TRUNCATE* UNLISTEN* VACUUM* VIEW* INDEX* COMPOSITE*'
    .split(' ')
    .map((verb) => `sql shop ${verb}`)

const LIMIT = 12

/** So much in any hour, by what each call touched. */
function withinAnHour(): Judge {
  let ran: { at: number; weight: number }[] = []
  const room = (at: number) =>
    LIMIT - ran.filter((one) => one.at > at - HOUR_MS).reduce((sum, { weight }) => sum + weight, 0)
  return {
    looks: true,
    saying: (_, at) => {
      if (room(at) < 1) return true
      ran = [...ran, { at, weight: 1 }]
      return false
    },
    doing: ({ rows }, _, at) => {
      // One of them is there already, for the call itself: what is undone is as if it had never run.
      const last = ran.pop()
      if (rows.length > room(at)) return true
      ran = [...ran, { at, weight: Math.max(rows.length, last?.weight ?? 1) }]
      return false
    },
  }
}

export const MODELLED: Readonly<Record<string, Modelled>> = {
  permissions: each(
    permissions,
    { role: 'clerk', roles: { clerk: { allow: 'shop *', deny: ['shop DELETE *', 'shop CHANGE *'] } } },
    { says: ({ statement }) => statement.says.deletes === true, does: takes },
  ),
  'permissions on one table': each(
    permissions,
    {
      role: 'clerk',
      roles: {
        clerk: { allow: 'shop *', deny: ['shop UPDATE orders', 'shop INSERT events', 'shop DELETE side.more'] },
      },
    },
    {
      says: ({ statement: { text } }) =>
        !/^(DO|PREPARE|EXPLAIN (?!ANALYZE)|CREATE FUNCTION|DECLARE \S+ CURSOR (WITH HOLD )?FOR (?!WITH))/.test(text) &&
        /UPDATE orders|INSERT INTO events|DELETE FROM side\.more/.test(text),
      does: ({ rows }) =>
        rows.some(({ op, table }) => ['UPDATE orders', 'INSERT events', 'DELETE side.more'].includes(`${op} ${table}`)),
    },
  ),
  'approval over items': each(
    approval,
    { over: { items: 3 } },
    {
      says: () => false,
      does: ({ rows }) => rows.length > 3,
      broken: ({ kept }) => kept.rows.length > 3 || (kept.schema.length > 0 && 'unclear'),
    },
    // A change of the schema counts as many as it takes objects, which a diff does not tell.
    plain,
  ),
  'approval of all': each(approval, {}, { says: () => false, does }),
  'approval of deletes': each(
    approval,
    { on: 'shop DELETE *' },
    {
      says: () => false,
      // What a statement does that says so is all in scope, a rule that will delete as well.
      does: ({ rows, schema }, { statement: { says, text } }) =>
        rows.some(({ op }) => op === 'DELETE') ||
        ((says.deletes === true || /^CREATE RULE .* DELETE/.test(text)) && rows.length + schema.length > 0),
    },
  ),
  budget: each(budget, { trial: 100, on: '*' }, { says: ({ statement }) => statement.says.write === true, does }),
  'autonomy-window': each(
    autonomyWindow,
    { windows: HOURS, zone: 'UTC' },
    {
      says: ({ statement, at }) => isClosed(at) && statement.says.write === true,
      does: (deeds, { at }) => isClosed(at) && does(deeds),
    },
  ),
  'new-endpoint': each(
    newEndpoint,
    { onNew: 'deny', known: KNOWN },
    {
      says: ({ statement }) => statement.says.deletes === true,
      does: takes,
      // What is reached for is reached, whatever it comes to there.
      broken: ({ kept, statement, refused }) => takes(kept) || (statement.says.deletes === true && !refused),
    },
  ),
  'sandbox-first': each(
    sandboxFirst,
    { rules: [{ on: ['shop DELETE *', 'shop CHANGE *'] }] },
    {
      // What is within another statement is known by what it does.
      says: ({ statement: { says, text } }) => says.deletes === true && /^(EXPLAIN ANALYZE )?DELETE/.test(text),
      does: takes,
    },
  ),
  'secrets-out': each(
    secretsOut,
    { canaries: [CANARY] },
    {
      says: ({ statement }) => statement.text.includes(CANARY),
      does: () => false,
      broken: ({ statement }) => statement.text.includes(CANARY),
    },
  ),
  'rate-limit': {
    guard: rateLimit,
    params: { limit: LIMIT, per: 'hour' },
    units: plain,
    judge: withinAnHour,
    violated: (told) =>
      told.map(({ at }, place) => {
        const window = told.slice(0, place + 1).filter((one) => one.at > at - HOUR_MS)
        if (window.some(({ kept }) => kept.schema.length > 0)) return 'unclear'
        return window.reduce((sum, { kept }) => sum + Math.max(1, kept.rows.length), 0) > LIMIT
      }),
  },
}

/** One of each guard: all of them look at the same trial. */
export const observable: readonly Modelled[] = Object.entries(MODELLED).flatMap(([name, one]) =>
  name === one.guard.name || name === 'approval over items' ? [one] : [],
)
