import { expect, test } from 'vitest'
import { errorStatus } from '../../src/faults/error-status.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { openLab, streamOf } from './lab.ts'

test.each(['http', 'tool', 'model', 'sql'] as const)(
  'on %s the world acts, and the client sees a reset',
  async (channel) => {
    const lab = openLab([{ fault: lostReply }])
    await expect(lab.send(channel)).rejects.toThrow('reset')
    expect(lab.ran()).toBe(1)
    expect(lab.path()).toEqual(['fault', 'executed', 'delivered'])
    expect(lab.events()).toMatchObject([{}, {}, { outcome: 'ok' }, { outcome: 'broken', how: 'reset' }])
    expect(lab.records()).toMatchObject([
      { state: 'delivered', symptom: 'the world acted, the client saw a broken connection' },
    ])
  },
)

test('the reply is lost only after the wait, which comes after the world acted', async () => {
  const lab = openLab([{ fault: lostReply, params: { afterMs: 1_000, how: 'no-reply' } }])
  const sent = lab.send()
  sent.catch(() => {})
  await lab.clock.advance(999)
  expect(lab.path()).toEqual(['fault', 'executed'])
  await lab.clock.advance(1)
  await expect(sent).rejects.toThrow('no-reply')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the world acted, the client saw no reply' }])
})

test('a streamed reply is lost whole, and what the world did is on record and settled', async () => {
  const settled: unknown[] = []
  const guard = {
    name: 'ledger',
    mode: 'enforce',
    decide: () => ({ kind: 'allow', reason: '' }) as const,
    settle: (_call: unknown, executed: unknown) => void settled.push(executed),
  } as const
  const lab = openLab([{ fault: lostReply }], { body: () => streamOf('{"id":', '"r1"}'), guards: [guard] })
  await expect(lab.send('model', 'model chat')).rejects.toThrow('reset')
  expect(lab.events().find(({ type }) => type === 'executed')).toMatchObject({ output: { id: 'r1' } })
  expect(settled).toMatchObject([{ kind: 'ok' }])
})

test('a client that gave up while the world had acted has lost the reply', async () => {
  const lab = openLab([{ fault: lostReply, params: { afterMs: 60_000 } }])
  const client = new AbortController()
  const sent = lab.send('http', 'x', { signal: client.signal })
  await lab.clock.advance(10_000)
  client.abort()
  await expect(sent).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the world acted, the client had given up' }])
})

test('where the world did not act, no reply was lost', async () => {
  const lab = openLab([{ fault: lostReply }, { fault: errorStatus }])
  await expect(lab.send()).rejects.toThrow('reset')
  expect(lab.ran()).toBe(0)
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }, { state: 'undelivered' }])
})

test('the end of the trial during the wait is not a lost reply', async () => {
  const lab = openLab([{ fault: lostReply, params: { afterMs: 60_000 } }])
  const sent = lab.send()
  await lab.clock.advance(10)
  lab.trial.abort(new Error('over'))
  await expect(sent).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})
