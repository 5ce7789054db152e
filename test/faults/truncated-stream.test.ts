import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truncatedStream } from '../../src/faults/truncated-stream.ts'
import { openLab, streamOf } from './lab.ts'

const TYPE = { type: 'text/event-stream' }
const EVENTS = ['event: a\ndata: 1\n\n', 'data: 2\n\n', 'data: 3\n\n', 'data: [DONE]\n\n']
const ALL = EVENTS.join('')

async function truncated(params: Record<string, unknown>, parts: string[] = EVENTS) {
  const lab = openLab([{ fault: truncatedStream, params: params as never }], {
    ...TYPE,
    body: () => streamOf(...parts),
  })
  const sent = await lab.send('model').catch((thrown) => thrown)
  return { text: sent.text, thrown: sent instanceof Error ? sent.message : undefined, lab, record: lab.records()[0] }
}

describe.each([
  ['clean', undefined, 'the stream ended without its last events'],
  ['reset', 'broken: truncated', 'the stream broke off before its last events'],
])('%s', (how, thrown, symptom) => {
  test.each([
    [1, EVENTS.slice(0, 3)],
    [3, EVENTS.slice(0, 1)],
    [4, []],
    [100, []],
  ])('without its last %i events the client reads %j', async (missingEvents, events) => {
    const { record, lab, ...got } = await truncated({ missingEvents, how })
    expect(got).toEqual({ text: events.join(''), thrown })
    expect(lab.story().executed).toMatchObject({ outcome: 'ok', output: ALL })
    expect(record).toMatchObject({ state: 'delivered', symptom })
  })
})

test('what crosses is the same however lines end and wherever the world cuts its pieces', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }),
      async (missingEvents, lineEnd, sizes) => {
        const whole = ALL.replaceAll('\n', lineEnd)
        const parts: string[] = []
        for (let at = 0, index = 0; at < whole.length; index++) {
          const size = sizes[index % sizes.length] ?? 1
          parts.push(whole.slice(at, at + size))
          at += size
        }
        const expected = EVENTS.slice(0, -missingEvents).join('').replaceAll('\n', lineEnd)
        expect((await truncated({ missingEvents }, parts)).text).toBe(expected)
      },
    ),
    { numRuns: 60, seed: 1 },
  )
})

test('a last event without the empty line behind it is an event', async () => {
  expect((await truncated({ missingEvents: 1 }, [EVENTS[0] ?? '', 'data: 2'])).text).toBe(EVENTS[0])
})

test('a stream without an event has nothing to miss, and nothing is claimed', async () => {
  expect((await truncated({ missingEvents: 1 }, [])).record).toMatchObject({ state: 'undelivered', symptom: null })
})

test('a reply that is no stream of events passes, and nothing is claimed', async () => {
  const lab = openLab([{ fault: truncatedStream }])
  expect(await lab.send('model')).toMatchObject({ text: '{"id":"r1","amount":1200}' })
  expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
})
