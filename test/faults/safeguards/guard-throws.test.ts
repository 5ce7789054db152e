import { expect, test } from 'vitest'
import { guardThrows } from '../../../src/faults/safeguards/guard-throws.ts'
import { under } from './lab.ts'

test('a call at which its guard throws does not run, and nobody is blamed', async () => {
  const { ran, failed, blamed } = await under(guardThrows, { message: 'boom' }, { when: { nth: 1 } })
  expect({ ran, failed, blamed }).toEqual({ ran: [false, true], failed: ['boom'], blamed: [] })
})

test('of a program it says that it exits with 1', () => {
  expect(guardThrows.breaks?.({ message: 'boom' }).program).toEqual({ how: 'ends', code: 1, stderr: 'boom' })
})
