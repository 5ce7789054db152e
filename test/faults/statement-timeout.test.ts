import { expect, test } from 'vitest'
import { deadlock } from '../../src/faults/deadlock.ts'
import { statementTimeout } from '../../src/faults/statement-timeout.ts'
import { openLab } from './lab.ts'

test('the database gives the statement up after its time, and says so', async () => {
  const lab = openLab([{ fault: statementTimeout, params: { afterMs: 5_000 } }])
  const sent = lab.send('sql', 'shop SELECT orders', { access: 'read' })
  await lab.clock.advance(4_999)
  expect(lab.path()).toEqual(['fault'])
  await lab.clock.advance(1)
  const { code, message } = JSON.parse((await sent).text) as Record<string, string>
  expect([code, message]).toEqual(['57014', 'canceling statement due to statement timeout'])
  expect(lab.ran()).toBe(0)
  const symptom = 'cancelled after 5000 ms, nothing was executed'
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
})

test('a client that gives up first has seen it as well', async () => {
  const lab = openLab([{ fault: statementTimeout }])
  const client = new AbortController()
  const sent = lab.send('sql', 'x', { signal: client.signal })
  await lab.clock.advance(10_000)
  client.abort()
  await expect(sent).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the client gave up, nothing was executed' }])
})

test('an error that comes too early, or is another one, is none of it', async () => {
  const lab = openLab([{ fault: statementTimeout, params: { afterMs: 100 } }])
  const sent = lab.send('sql')
  await lab.clock.advance(100)
  await sent
  expect(statementTimeout.symptom(lab.story(), { afterMs: 100 })).toBeDefined()
  expect(statementTimeout.symptom(lab.story(), { afterMs: 101 })).toBeUndefined()
  const other = openLab([{ fault: deadlock, params: { afterMs: 0 } }])
  await other.send('sql')
  expect(statementTimeout.symptom(other.story(), { afterMs: 1 })).toBeUndefined()
})
