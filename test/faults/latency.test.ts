import { expect, test } from 'vitest'
import { latency } from '../../src/faults/latency.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import { openLab } from './lab.ts'

test('the right reply comes late, and the world runs at the end of the wait', async () => {
  const lab = openLab([{ fault: latency, params: { ms: 500 } }])
  const sent = lab.send()
  await lab.clock.advance(499)
  expect(lab.ran()).toBe(0)
  await lab.clock.advance(1)
  expect(await sent).toMatchObject({ ok: true, status: 200, text: '{"id":"r1","amount":1200}' })
  expect(lab.path()).toEqual(['fault', 'executed', 'delivered'])
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'slower by 500 ms' }])
})

test('a client that gives up in the meantime leaves the world untouched', async () => {
  const lab = openLab([{ fault: latency, params: { ms: 500 } }])
  const client = new AbortController()
  const sent = lab.send('http', 'x', { signal: client.signal })
  await lab.clock.advance(100)
  client.abort()
  await expect(sent).rejects.toThrow('reset')
  expect(lab.ran()).toBe(0)
  expect(lab.path()).toEqual(['fault', 'delivered'])
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the client gave up on a slow call' }])
})

test('a client that gives up at once has not seen it', async () => {
  const lab = openLab([{ fault: latency, params: { ms: 500 } }])
  await expect(lab.send('http', 'x', { signal: AbortSignal.abort() })).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})

test('the wait for a person is not latency', async () => {
  const decide = async () => {
    await lab.clock.advance(5_000)
    return { kind: 'allow', reason: 'yes' } as const
  }
  const lab = openLab([], { guards: [{ name: 'slow', mode: 'enforce', decide }] })
  await lab.send()
  const story = lab.story()
  expect(story.delivered?.at).toBe(story.proposed.at + 5_000)
  expect(latency.symptom(story, { ms: 1_000 })).toBeUndefined()
})

test('a wait on the system clock is never too short by its own account', async () => {
  const clock = systemClock()
  const waits = Array.from({ length: 200 }, async (_, index) => {
    await clock.sleep(index % 7)
    const since = clock.now()
    await clock.sleep(5)
    return clock.now() - since
  })
  expect(Math.min(...(await Promise.all(waits)))).toBeGreaterThanOrEqual(5)
})
