import { expect, test } from 'vitest'
import { stalledStream } from '../../src/faults/stalled-stream.ts'
import { openLab, streamOf } from './lab.ts'

const EVENTS = ['data: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']
const WORLD = { type: 'text/event-stream', body: () => streamOf(...EVENTS) }
const PLAN = [{ fault: stalledStream, params: { afterEvents: 2, forMs: 5_000 } }]

test('every event comes, after the wait', async () => {
  const lab = openLab(PLAN, WORLD)
  const sent = lab.send('model')
  await lab.clock.advance(4_999)
  expect(lab.path()).toEqual(['fault'])
  await lab.clock.advance(1)
  expect(await sent).toMatchObject({ ok: true, status: 200, text: EVENTS.join('') })
  expect(lab.story().delivered).toMatchObject({ outcome: 'ok', streamedMs: 5_000 })
  expect(lab.story().delivered).not.toHaveProperty('output')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the next event came after 5000 ms' }])
})

test('a client that gives up has what came before the wait', async () => {
  const lab = openLab(PLAN, WORLD)
  const client = new AbortController()
  const sent = lab.send('model', 'x', { signal: client.signal })
  sent.catch(() => {})
  await lab.clock.advance(1_500)
  client.abort(new Error('no patience'))
  await expect(sent).rejects.toMatchObject({ text: EVENTS.slice(0, 2).join('') })
  expect(lab.story().delivered).toMatchObject({ outcome: 'gone', status: 200, streamedMs: 1_500 })
  expect(lab.records()).toMatchObject([
    { state: 'delivered', symptom: 'the client gave up waiting for the next event' },
  ])
})

test('the end of the trial breaks the stream', async () => {
  const lab = openLab(PLAN, WORLD)
  const sent = lab.send('model')
  sent.catch(() => {})
  await lab.clock.advance(500)
  lab.trial.abort(new Error('over'))
  await expect(sent).rejects.toThrow('truncated')
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})

test('a reply that is no stream of events comes at once, and nothing is claimed', async () => {
  const lab = openLab(PLAN)
  expect((await lab.send('model')).text).toBe('{"id":"r1","amount":1200}')
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})

test('a stream that is over by then does not stall, and nothing is claimed', async () => {
  const lab = openLab([{ fault: stalledStream, params: { afterEvents: 3 } }], WORLD)
  expect((await lab.send('model')).text).toBe(EVENTS.join(''))
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})
