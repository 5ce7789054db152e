import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { streamCut } from '../../src/faults/stream-cut.ts'
import { openLab, streamOf } from './lab.ts'

const TYPE = { type: 'text/event-stream' }
const EVENTS = ['event: a\ndata: 1\n\n', 'data: 2\n\n', 'data: 3\n\n']
const ALL = EVENTS.join('')

async function cut(params: Record<string, unknown>, parts: string[] = EVENTS) {
  const lab = openLab([{ fault: streamCut, params: params as never }], { ...TYPE, body: () => streamOf(...parts) })
  const sent = await lab.send('model').catch((thrown) => thrown)
  return { text: sent.text, thrown: sent instanceof Error ? sent.message : undefined, lab, record: lab.records()[0] }
}

describe('clean', () => {
  test.each([
    [{ afterEvents: 1 }, EVENTS[0]],
    [{ afterEvents: 2 }, `${EVENTS[0]}${EVENTS[1]}`],
    [{ afterEvents: 0 }, ''],
    [{ afterBytes: 4 }, 'even'],
    [{ afterBytes: 0 }, ''],
    [{ afterBytes: ALL.length - 1 }, ALL.slice(0, -1)],
  ])('with %j the client reads %j, and an end like any other', async (params, text) => {
    const { record, lab, ...got } = await cut(params)
    expect(got).toEqual({ text, thrown: undefined })
    expect(lab.story().executed).toMatchObject({ outcome: 'ok', output: ALL })
    expect(record).toMatchObject({ state: 'delivered', symptom: 'the stream ended early' })
  })
})

describe('error', () => {
  test.each([
    [{ afterEvents: 1 }, EVENTS[0]],
    [{ afterBytes: 0 }, ''],
  ])('with %j the client reads %j, and then the connection breaks', async (params, text) => {
    const { record, lab, ...got } = await cut({ ...params, how: 'error' })
    expect(got).toEqual({ text, thrown: 'broken: truncated' })
    expect(lab.story().executed).toMatchObject({ outcome: 'ok', output: ALL })
    expect(record).toMatchObject({ state: 'delivered', symptom: 'the stream broke off' })
  })
})

test.each([{ afterEvents: 3 }, { afterBytes: ALL.length }, { afterEvents: 3, how: 'error' }])(
  'with %j nothing is left to cut, and nothing is claimed',
  async (params) => {
    const { text, record } = await cut(params)
    expect(text).toBe(ALL)
    expect(record).toMatchObject({ state: 'undelivered', symptom: null })
  },
)

test('events end alike however lines end and wherever the world cuts its pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(3),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (afterEvents, lineEnd, sizes) => {
        const whole = ALL.replaceAll('\n', lineEnd)
        const parts: string[] = []
        for (let at = 0, index = 0; at < whole.length; index++) {
          const size = sizes[index % sizes.length] ?? 1
          parts.push(whole.slice(at, at + size))
          at += size
        }
        const expected = EVENTS.slice(0, afterEvents).join('').replaceAll('\n', lineEnd)
        expect((await cut({ afterEvents }, parts)).text).toBe(expected)
      },
    ),
    { numRuns: 60, seed: 1 },
  )
})

test('a whole body of events is cut as well', async () => {
  const lab = openLab([{ fault: streamCut }], { ...TYPE, body: () => ALL })
  expect((await lab.send()).text).toBe(EVENTS[0])
  expect(lab.records()).toMatchObject([{ state: 'delivered' }])
})

test('a reply that is no stream of events passes, and nothing is claimed', async () => {
  const lab = openLab([{ fault: streamCut }])
  expect(await lab.send()).toMatchObject({ text: '{"id":"r1","amount":1200}' })
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})
