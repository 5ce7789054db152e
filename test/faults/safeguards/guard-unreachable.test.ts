import { expect, test } from 'vitest'
import { guardUnreachable } from '../../../src/faults/safeguards/guard-unreachable.ts'
import { swallowing, under } from './lab.ts'

test.each([
  ['refused', 'connect ECONNREFUSED'],
  ['late', 'connect ETIMEDOUT'],
] as const)('what it looks up fails (%s), and it denies', async (how, message) => {
  const { ran, failed } = await under(guardUnreachable, { how }, { when: { nth: 1 } })
  expect({ ran, failed }).toEqual({ ran: [false, true], failed: [message] })
})

test('a guard that takes the failure for a yes lets the call through', async () => {
  const guard = swallowing(({ read }) => read?.('stage.things', 'one'))
  expect((await under(undefined, {}, { guard })).ran).toEqual([false, false])
  expect((await under(guardUnreachable, {}, { guard })).ran).toEqual([true, true])
})
