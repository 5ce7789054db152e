import { expect, test } from 'vitest'
import { timeout } from '../../src/faults/timeout.ts'
import { openLab } from './lab.ts'

test.each(['http', 'tool', 'model', 'sql'] as const)(
  'no reply comes on %s, and the world never runs',
  async (channel) => {
    const lab = openLab([{ fault: timeout }])
    const sent = lab.send(channel)
    sent.catch(() => {})
    await lab.clock.advance(29_999)
    expect(lab.path()).toEqual(['fault'])
    await lab.clock.advance(1)
    await expect(sent).rejects.toThrow('no-reply')
    expect(lab.ran()).toBe(0)
    expect(lab.path()).toEqual(['fault', 'delivered'])
    expect(lab.records()).toMatchObject([
      { state: 'delivered', symptom: 'no reply within 30000 ms, nothing was executed' },
    ])
  },
)

test('a client that gives up first has seen it as well', async () => {
  const lab = openLab([{ fault: timeout }])
  const client = new AbortController()
  const sent = lab.send('http', 'x', { signal: client.signal })
  await lab.clock.advance(10_000)
  client.abort()
  await expect(sent).rejects.toThrow('reset')
  expect(lab.events().at(-1)).toMatchObject({ type: 'delivered', outcome: 'gone' })
  expect(lab.records()).toMatchObject([{ state: 'delivered', symptom: 'the client gave up, nothing was executed' }])
})

test('the end of the trial is not a time-out', async () => {
  const lab = openLab([{ fault: timeout }])
  const sent = lab.send()
  await lab.clock.advance(10)
  lab.trial.abort(new Error('over'))
  await expect(sent).rejects.toThrow('reset')
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
  expect(lab.events().some(({ type }) => type === 'harness-fault')).toBe(false)
})

test('a call that the world ran did not time out', async () => {
  const lab = openLab([])
  await lab.send()
  const story = lab.story()
  const delivered = story.delivered && { ...story.delivered, outcome: 'broken' as const, how: 'no-reply' as const }
  const { executed: _, ...never } = { ...story, ...(delivered && { delivered }) }
  expect(timeout.symptom(never, { afterMs: 1 })).toBe('no reply within 1 ms, nothing was executed')
  expect(timeout.symptom({ ...story, ...never }, { afterMs: 1 })).toBeUndefined()
})
