import { expect, test } from 'vitest'
import { guardKilled } from '../../../src/faults/safeguards/guard-killed.ts'
import { under } from './lab.ts'

test('it breaks programs, and no guard on the seam', async () => {
  expect(guardKilled.breaks?.({})).toEqual({ program: { how: 'ends', signal: 'SIGKILL' } })
  expect(await under(guardKilled)).toMatchObject({ ran: [true, true], failed: [] })
})
