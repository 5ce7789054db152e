import { expect, test } from 'vitest'
import { connectionReset } from '../../src/faults/connection-reset.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { openLab } from './lab.ts'

test.each(['http', 'tool', 'model'] as const)(
  'on %s the client sees a reset, and nothing was executed',
  async (channel) => {
    const lab = openLab([{ fault: connectionReset }])
    await expect(lab.send(channel)).rejects.toThrow('reset')
    expect(lab.ran()).toBe(0)
    expect(lab.path()).toEqual(['fault', 'delivered'])
    expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'a broken connection, nothing was executed' }])
  },
)

test('a client that tries again gets through', async () => {
  const lab = openLab([{ fault: connectionReset, when: { attempt: 1 } }])
  await expect(lab.send()).rejects.toThrow('reset')
  expect(await lab.send()).toMatchObject({ status: 200 })
  expect(lab.ran()).toBe(1)
})

test('a reset after the world acted is another fault, though a client cannot tell', async () => {
  const lab = openLab([{ fault: lostReply }])
  await expect(lab.send()).rejects.toThrow('reset')
  expect(connectionReset.symptom(lab.story(), {})).toBeUndefined()
})
