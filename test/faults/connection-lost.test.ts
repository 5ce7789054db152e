import { expect, test } from 'vitest'
import { connectionLost } from '../../src/faults/connection-lost.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { openLab } from './lab.ts'

test.each([
  ['before', 0, ['fault', 'delivered'], 'a broken connection, the statement was not executed'],
  ['after', 1, ['fault', 'executed', 'delivered'], 'a broken connection, the statement had been executed'],
] as const)('the connection breaks %s the statement', async (moment, ran, path, symptom) => {
  const lab = openLab([{ fault: connectionLost, params: { moment } }])
  await expect(lab.send('sql', 'shop COMMIT')).rejects.toThrow('reset')
  expect(lab.ran()).toBe(ran)
  expect(lab.path()).toEqual(path)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
})

test('each moment is told from the other by what was executed', async () => {
  const lab = openLab([{ fault: lostReply }])
  await expect(lab.send('sql')).rejects.toThrow('reset')
  expect(connectionLost.symptom(lab.story(), { moment: 'before' })).toBeUndefined()
  expect(connectionLost.symptom(lab.story(), { moment: 'after' })).toBeDefined()
})

test('a client that only lost patience has not lost its connection', async () => {
  const lab = openLab([{ fault: lostReply, params: { how: 'no-reply' } }])
  await expect(lab.send('sql')).rejects.toThrow('no-reply')
  expect(connectionLost.symptom(lab.story(), { moment: 'after' })).toBeUndefined()
})
