import { expect, test } from 'vitest'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { none } from '../../src/faults/none.ts'
import { openLab } from './lab.ts'

test('a client sees what it would see without a plan', async () => {
  const lab = openLab([{ fault: none }])
  const calm = openLab([])
  for (const channel of ['http', 'tool', 'model', 'sql'] as const) {
    expect(await lab.send(channel)).toEqual(await calm.send(channel))
  }
  expect(lab.records()).toMatchObject([{ state: 'delivered', planned: 4, symptom: 'nothing changed' }])
})

test('a call that another fault changed did not pass unharmed', async () => {
  const lab = openLab([{ fault: lostReply }, { fault: none }])
  await expect(lab.send()).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'delivered' }, { state: 'undelivered', symptom: null }])
})
