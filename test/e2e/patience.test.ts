import { beforeAll, expect, test } from 'vitest'
import { runProject } from './cli.ts'

const FAULTY = ['no-reply', 'timeout', 'slow']

let ran: Awaited<ReturnType<typeof runProject>>
beforeAll(async () => {
  ran = await runProject('patience')
})

const told = (agent: string) =>
  Object.fromEntries(
    ran.record.trials
      .filter((trial) => trial.agent === agent)
      .map(({ variant, verdict, faults: [fault] }) => [variant, [verdict, fault?.state]]),
  )

test.each(['races', 'rejects', 'aborts'])('%s: a client with a limit of its own has met the fault', (agent) => {
  expect(told(agent)).toEqual({
    calm: ['passed', undefined],
    ...Object.fromEntries(FAULTY.map((variant) => [variant, ['passed', 'delivered']])),
  })
})

test('control: who leaves with the request under way has met none, and proves nothing', () => {
  const { calm: _, 'no-reply': acted, ...waiting } = told('leaves')
  expect(waiting).toEqual({ timeout: ['failed', 'undelivered'], slow: ['failed', 'undelivered'] })
  // The world acted: what it was asked for is done.
  expect(acted).toEqual(['inconclusive', 'undelivered'])
})
