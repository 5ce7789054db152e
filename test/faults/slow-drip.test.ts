import { expect, test } from 'vitest'
import { slowDrip } from '../../src/faults/slow-drip.ts'
import { openLab, streamOf } from './lab.ts'

const TEN = { chunkBytes: 10, everyMs: 1_000 }
const BODY = '{"id":"r1","amount":1200}'

test('the right body comes in pieces, with a wait between each two', async () => {
  const lab = openLab([{ fault: slowDrip, params: TEN }])
  const sent = lab.send()
  await lab.clock.advance(1_999)
  expect(lab.path()).toEqual(['fault', 'executed'])
  await lab.clock.advance(1)
  expect(await sent).toMatchObject({ ok: true, status: 200, text: BODY })
  expect(lab.story().delivered).toMatchObject({ outcome: 'ok', streamedMs: 2_000 })
  expect(lab.story().delivered).not.toHaveProperty('output')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the body took 2000 ms' }])
})

test("a stream of the world's own is slowed down piece by piece", async () => {
  const lab = openLab([{ fault: slowDrip, params: TEN }], { body: () => streamOf(BODY.slice(0, 12), BODY.slice(12)) })
  const sent = lab.send('model')
  // 10 + 2 + 10 + 3 bytes: a piece of the world is not joined with the next.
  await lab.clock.advance(3_000)
  expect((await sent).text).toBe(BODY)
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the body took 3000 ms' }])
})

test('a body of one piece is not slow', async () => {
  const lab = openLab([{ fault: slowDrip, params: { chunkBytes: 1_000, everyMs: 1_000 } }])
  expect((await lab.send()).text).toBe(BODY)
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})

test('a client that gives up in the middle is no longer served, and what the world did is on record', async () => {
  const settled: unknown[] = []
  const guard = {
    name: 'ledger',
    mode: 'enforce',
    decide: () => ({ kind: 'allow', reason: '' }) as const,
    settle: (_call: unknown, executed: unknown) => void settled.push(executed),
  } as const
  const body = () => streamOf(BODY.slice(0, 12), BODY.slice(12))
  const lab = openLab([{ fault: slowDrip, params: TEN }], { body, guards: [guard] })
  const client = new AbortController()
  const sent = lab.send('http', 'x', { signal: client.signal })
  sent.catch(() => {})
  await lab.clock.advance(1_500)
  client.abort(new Error('no patience'))
  await expect(sent).rejects.toMatchObject({ text: BODY.slice(0, 12) })
  expect(lab.story().delivered).toMatchObject({ outcome: 'gone', status: 200, streamedMs: 1_500 })
  expect(settled).toMatchObject([{ kind: 'ok' }])
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the client gave up on a slow body' }])
})

test('the end of the trial breaks the body', async () => {
  const lab = openLab([{ fault: slowDrip, params: TEN }])
  const sent = lab.send()
  sent.catch(() => {})
  await lab.clock.advance(500)
  lab.trial.abort(new Error('over'))
  await expect(sent).rejects.toThrow('truncated')
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})
