import { describe, expect, test } from 'vitest'
import { deadlock } from '../../src/faults/deadlock.ts'
import { errorStatus } from '../../src/faults/error-status.ts'
import { latency } from '../../src/faults/latency.ts'
import { malformedBody } from '../../src/faults/malformed-body.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { truncatedStream } from '../../src/faults/truncated-stream.ts'
import { type Entry, openLab } from './lab.ts'

describe('what became of an entry', () => {
  test('delivered: every selected call shows it', async () => {
    const lab = openLab([{ fault: errorStatus, on: 'a', when: { from: 2, to: 3 } }])
    for (const target of ['a', 'a', 'b', 'a', 'a']) await lab.send('http', target)
    const [record] = lab.records()
    expect(record).toMatchObject({
      fault: 'error-status',
      params: { status: 500, code: 'internal_error', message: 'Internal error' },
      on: 'a',
      when: { from: 2, to: 3 },
      planned: 2,
      delivered: 2,
      state: 'delivered',
      symptom: 'error 500, nothing was executed',
    })
    expect(record?.schedule.map(({ call, attempt }) => [call, attempt])).toEqual([
      ['c2', 2],
      ['c4', 3],
    ])
  })

  test('undelivered: one of the selected calls shows nothing', async () => {
    const lab = openLab([{ fault: latency, params: { ms: 100 } }])
    const first = lab.send('http', 'a')
    await lab.clock.advance(100)
    await first
    void lab.send('http', 'b').catch(() => {})
    await lab.clock.advance(1)
    expect(lab.records()).toMatchObject([
      { planned: 2, delivered: 1, state: 'undelivered', symptom: 'slower by 100 ms' },
    ])
  })

  test('undelivered: no call came to be selected, and one was owed', async () => {
    const lab = openLab([{ fault: timeout, when: { nth: 2 } }])
    await lab.send()
    expect(lab.records()).toMatchObject([
      { schedule: [], planned: 1, delivered: 0, state: 'undelivered', symptom: null },
    ])
  })

  test.each<[why: string, entry: Entry, missed: string]>([
    ['no call to its target', { fault: timeout, on: 'b' }, 'there was no such call'],
    ['no call on its channels', { fault: deadlock }, 'there was no such call'],
    ['not the call', { fault: timeout, when: { nth: 2 } }, 'its `when` selected none of 1 such call'],
    [
      'not the kind of reply',
      { fault: truncatedStream },
      'a call was selected, and its client saw nothing of it; it acts on streams of events alone',
    ],
    ['nothing to tell', { fault: malformedBody }, 'a call was selected, and its client saw nothing of it'],
  ])('undelivered, and why: %s', async (_, entry, missed) => {
    const lab = openLab([entry], { body: () => '', status: 204 })
    await lab.send('http', 'a')
    expect(lab.records()).toMatchObject([{ state: 'undelivered', missed }])
  })

  test('nothing is missed where it was delivered, or owed nothing', async () => {
    const lab = openLab([{ fault: errorStatus }, { fault: timeout, when: { probability: 0 } }])
    await lab.send()
    for (const record of lab.records()) expect(record).not.toHaveProperty('missed')
  })

  test('not drawn: chance selected none, nothing is owed', async () => {
    const lab = openLab([{ fault: timeout, when: { probability: 0 } }])
    await lab.send()
    expect(lab.records()).toMatchObject([{ planned: 0, delivered: 0, state: 'not-drawn', symptom: null }])
  })

  test('chance that selected a call owes it', async () => {
    const lab = openLab([{ fault: malformedBody, when: { probability: 1 } }], { body: () => '', status: 204 })
    await lab.send()
    expect(lab.records()).toMatchObject([{ planned: 1, delivered: 0, state: 'undelivered' }])
  })

  test('a call that a guard refused is not owed', async () => {
    const deny = { name: 'no', mode: 'enforce', decide: () => ({ kind: 'deny', reason: 'no' }) as const } as const
    const lab = openLab([{ fault: timeout, when: { probability: 1 } }], { guards: [deny] })
    await lab.send()
    expect(lab.records()).toMatchObject([{ schedule: [], state: 'not-drawn' }])
  })
})
