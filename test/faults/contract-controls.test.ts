import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Interceptor } from '../../src/boundary/interceptor.ts'
import { isWhole, WholeBody } from '../../src/boundary/wire.ts'
import { concurrentChange } from '../../src/faults/concurrent-change.ts'
import type { Fault } from '../../src/faults/define.ts'
import { latency } from '../../src/faults/latency.ts'
import { none } from '../../src/faults/none.ts'
import { permissionDenied } from '../../src/faults/permission-denied.ts'
import { schemaDrift } from '../../src/faults/schema-drift.ts'
import { staleData } from '../../src/faults/stale-data.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { truncatedBody } from '../../src/faults/truncated-body.ts'
import { wrongValue } from '../../src/faults/wrong-value.ts'
import { faultContract } from '../../src/testing/fault-contract.ts'

/** Titles of the checks that a fault fails. */
async function failures<P>(fault: Fault<P>): Promise<string[]> {
  const failed: string[] = []
  for (const { title, check } of faultContract(fault, fc)) await check().catch(() => failed.push(title))
  return failed
}

const around =
  (before: () => unknown): Interceptor =>
  async (_call, next) => {
    await before()
    return next()
  }

/** Its reply says something else. */
const changed =
  (intercept: Interceptor): Interceptor =>
  async (call, next, context) => {
    await intercept(call, next, context)
    return context.refuse({ status: 500, code: 'other', message: 'other' })
  }

const planted: [title: string, fault: () => Promise<string[]>, caughtBy: string][] = [
  [
    'uses Math.random',
    () => failures({ ...none, inject: () => around(() => Math.random()) }),
    'takes chance and time from its arguments',
  ],
  [
    'reads the wall clock',
    () => failures({ ...none, inject: () => around(() => Date.now()) }),
    'takes chance and time from its arguments',
  ],
  [
    'makes a date of now',
    () => failures({ ...none, inject: () => around(() => new Date()) }),
    'takes chance and time from its arguments',
  ],
  [
    'sleeps on a global timer',
    () => failures({ ...none, inject: () => around(() => new Promise((resolve) => setTimeout(resolve, 0))) }),
    'takes chance and time from its arguments',
  ],
  [
    'counts in its module',
    () => {
      let count = 0
      const inject = (): Interceptor => async () => ({ kind: 'ok', output: { content: ++count } })
      return failures({ ...none, inject })
    },
    'does the same for the same seed',
  ],
  [
    'asks the world though terminal',
    () => failures({ ...none, terminal: true }),
    'asks the world once, or never when terminal',
  ],
  [
    'never asks the world though not terminal',
    () => failures({ ...permissionDenied, terminal: false }),
    'asks the world once, or never when terminal',
  ],
  [
    'asks the world twice',
    () => {
      const inject = (): Interceptor => async (_call, next) => next().then(() => next())
      return failures({ ...none, inject })
    },
    'asks the world once, or never when terminal',
  ],
  [
    'sleeps on after the client gave up',
    () =>
      failures({
        ...latency,
        inject:
          ({ ms }) =>
          async (_call, next, { clock }) => {
            await clock.sleep(ms)
            return next()
          },
      }),
    'lets go when the client gives up',
  ],
  [
    'reads an endless body after the client gave up',
    () =>
      failures({
        ...none,
        inject: () => async (_call, next) => {
          const reply = await next()
          if (reply.kind === 'broken' || !('body' in reply.output)) return reply
          const { body: sent } = reply.output
          const body = isWhole(sent) ? sent : new WholeBody(await new Response(sent).text())
          return { ...reply, output: { ...reply.output, body } }
        },
      }),
    'lets go when the client gives up',
  ],
  [
    'claims to have arrived on a calm call',
    () => failures({ ...timeout, symptom: () => 'a hang' }),
    'does not arrive where it is not injected',
  ],
  [
    'takes the plan for the deed',
    () => failures({ ...latency, symptom: ({ faults }) => (faults.length > 0 ? 'slow' : undefined) }),
    'does not arrive where it is not injected',
  ],
  [
    'takes a refusal of a guard for its own',
    () =>
      failures({
        ...permissionDenied,
        symptom: ({ executed, delivered }) => (!executed && delivered?.status === 403 ? 'denied' : undefined),
      }),
    'does not arrive where it is not injected',
  ],
  [
    'does nothing',
    () => failures({ ...latency, inject: () => (_call, next) => next() }),
    'arrives where it is injected',
  ],
  ['never sees its own deed', () => failures({ ...timeout, symptom: () => undefined }), 'arrives where it is injected'],
  [
    'draws parameters that its schema refuses',
    () => failures({ ...latency, arbitrary: () => fc.constant({ ms: -5 }) }),
    'accepts the parameters it draws, and no unknown ones',
  ],
  [
    'swallows unknown parameters',
    () => failures({ ...none, params: none.params.catch({}) as unknown as Fault<Record<string, never>>['params'] }),
    'accepts the parameters it draws, and no unknown ones',
  ],
  [
    'sends less of a body and breaks none of it',
    () => failures({ ...truncatedBody, inject: () => (_call, next) => next() }),
    'arrives where it is injected',
  ],
  [
    'lies with the truth',
    () => failures({ ...staleData, inject: () => (_call, next) => next() }),
    'arrives where it is injected',
  ],
  [
    'takes any call for its lie',
    () => failures({ ...wrongValue, symptom: ({ executed }) => (executed ? 'a wrong value' : undefined) }),
    'does not arrive where it is not injected',
  ],
  [
    'holds a body back after the client gave up',
    () =>
      failures({
        ...schemaDrift,
        inject: (params, past, world) => (call, next, context) =>
          schemaDrift.inject(params, past, world)(call, next, { ...context, signal: new AbortController().signal }),
      }),
    'lets go when the client gives up',
  ],
  [
    'leaves the world alone from the seat of the world',
    () => failures({ ...none, seat: 'world' }),
    'arrives where it is injected',
  ],
  [
    'changes the world from the seat of a call',
    () => failures({ ...concurrentChange, seat: 'call' }),
    'arrives where it is injected',
  ],
  [
    'changes the reply from the seat of the world',
    () => failures({ ...concurrentChange, inject: (...given) => changed(concurrentChange.inject(...given)) }),
    'arrives where it is injected',
  ],
  ['has no sentence', () => failures({ ...none, summary: 'nothing' }), 'has a name, a summary and channels'],
]

test.each(planted)('the contract catches a fault that %s', async (_title, fault, caughtBy) => {
  expect(await fault()).toContain(caughtBy)
})

test('the contract is content with a fault of every sort', async () => {
  expect(await failures(none)).toEqual([])
  expect(await failures(timeout)).toEqual([])
})

test('what the contract traps is put back', async () => {
  const before = [Math.random, Date, setTimeout, performance.now]
  await failures({ ...none, inject: () => around(() => Math.random()) })
  expect([Math.random, Date, setTimeout, performance.now]).toEqual(before)
})
