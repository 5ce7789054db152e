import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { overloaded } from '../../../src/faults/overloaded.ts'
import { truncatedStream } from '../../../src/faults/truncated-stream.ts'
import { MODEL_ORIGIN } from '../../../src/world/models/model-route.ts'
import type { Entry } from '../../faults/lab.ts'
import { fetch, meet, turns } from '../../faults/models.ts'

// Some clients stop reading at the event that says that it is the last, and do not wait for the connection to end.

const client = new OpenAI({ apiKey: 'mettle', baseURL: `${MODEL_ORIGIN}/v1`, fetch })
const REQUEST = { model: 'scripted', stream: true as const, messages: [{ role: 'user' as const, content: 'Is it?' }] }

/** What crossed of each call to a client that stops reading behind so many events, or at the last one. */
async function outcomes(plan: Entry[], behind = Number.POSITIVE_INFINITY) {
  const met = await meet(plan, turns.words, async () => {
    let left = behind
    for await (const _ of await client.chat.completions.create(REQUEST)) if (--left === 0) break
  })
  return met.outcomes
}

test('a client that leaves a stream at its last event has read it', async () => {
  expect(await outcomes([])).toEqual(['ok'])
})

test('one that leaves before has not', async () => {
  expect(await outcomes([], 1)).toEqual(['gone'])
  expect(await outcomes([], 3)).toEqual(['gone'])
})

test('after a fault, what was read to its last event is a good reply', async () => {
  expect(await outcomes([{ fault: overloaded, when: { nth: 1 } }])).toEqual(['error', 'ok'])
})

test('of a stream that a fault has cut, what was left of it is read to the end', async () => {
  expect(await outcomes([{ fault: truncatedStream }])).toEqual(['ok'])
  expect(await outcomes([{ fault: truncatedStream }], 1)).toEqual(['gone'])
})
