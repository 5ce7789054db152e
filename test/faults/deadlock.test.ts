import { expect, test } from 'vitest'
import { deadlock } from '../../src/faults/deadlock.ts'
import { serializationFailure } from '../../src/faults/serialization-failure.ts'
import { openLab } from './lab.ts'

test('the statement waits as for a lock, and then the client is told by its SQLSTATE', async () => {
  const lab = openLab([{ fault: deadlock }])
  const sent = lab.send('sql', 'shop UPDATE orders')
  await lab.clock.advance(999)
  expect(lab.path()).toEqual(['fault'])
  await lab.clock.advance(1)
  expect(JSON.parse((await sent).text)).toEqual({ code: '40P01', message: 'deadlock detected' })
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'a deadlock, nothing was executed' }])
})

test('a client that gives up waiting has met it, and nothing runs later', async () => {
  const lab = openLab([{ fault: deadlock, params: { afterMs: 5_000 } }])
  const client = new AbortController()
  const sent = lab.send('sql', 'x', { signal: client.signal })
  await lab.clock.advance(2_000)
  client.abort()
  await expect(sent).rejects.toThrow('reset')
  await lab.clock.advance(5_000)
  expect(lab.ran()).toBe(0)
  const symptom = 'the client gave up waiting for a lock, nothing was executed'
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
})

test('another error of a database is another fault', async () => {
  const lab = openLab([{ fault: serializationFailure }])
  await lab.send('sql')
  expect(deadlock.symptom(lab.story(), { afterMs: 0 })).toBeUndefined()
})
