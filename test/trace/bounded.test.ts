import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { keptOutput } from '../../src/boundary/kept-output.ts'
import { watchBody } from '../../src/boundary/watch-body.ts'
import { WholeBody } from '../../src/boundary/wire.ts'
import type { Json } from '../../src/kernel/json.ts'
import { type Bounded, boundText, isBounded, sizeOf } from '../../src/trace/bounded.ts'
import { openLab } from '../faults/lab.ts'

const LIMIT = 65_536
function streamOf(pieces: Uint8Array[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start: (controller) => {
      for (const piece of pieces) controller.enqueue(piece)
      controller.close()
    },
  })
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32)

describe('a text', () => {
  test.each([
    ['just small enough', 'x'.repeat(LIMIT)],
    ['small in bytes', 'é'.repeat(LIMIT / 2)],
  ])('%s is kept whole', (_title, text) => {
    expect(boundText(text)).toBeUndefined()
  })

  test.each([
    ['one byte too large', 'x'.repeat(LIMIT + 1)],
    ['too large in bytes, not in characters', 'é'.repeat(LIMIT / 2 + 1)],
  ])('%s is kept as its size, its digest and its beginning', (_title, text) => {
    const bounded = boundText(text)
    expect(bounded).toEqual({
      truncated: true,
      bytes: Buffer.byteLength(text),
      digest: digest(text),
      head: text.slice(0, 4_096),
      tail: text.slice(-1_024),
    })
    expect(isBounded(bounded)).toBe(true)
    expect(sizeOf(bounded as Bounded)).toBe(Buffer.byteLength(text))
  })
})

test.each([[null], ['text'], [[1]], [{ truncated: true }], [{ truncated: false, bytes: 1, digest: '' }]])(
  '%j is an output like any other',
  (output) => {
    expect(isBounded(output)).toBe(false)
  },
)

test('a body and the same body in a stream are kept alike', async () => {
  const text = JSON.stringify({ list: Array.from({ length: 20_000 }, (_, id) => `é${id}`) })
  const whole = keptOutput({ status: 200, headers: [], body: new WholeBody(text) }, JSON.parse(text))
  const bytes = Buffer.from(text)
  for (const size of [1_000, 65_536, 70_000, 10_000_000]) {
    const pieces: Uint8Array[] = []
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size))
    const stream = streamOf(pieces)
    let kept: Json | undefined
    let head = ''
    const watched = watchBody(stream, (_, beginning, bounded) => {
      kept = bounded
      head = beginning.text
    })
    expect(await new Response(watched).text()).toBe(text)
    expect(kept).toEqual(whole)
    expect(Buffer.byteLength(head)).toBeLessThanOrEqual(LIMIT + 3)
  }
})

test('a stream that fits is not bounded', async () => {
  let kept: Json | undefined = 'untold'
  const stream = streamOf([Buffer.alloc(LIMIT / 2), Buffer.alloc(LIMIT / 2)])
  await new Response(watchBody(stream, (_, __, bounded) => (kept = bounded))).text()
  expect(kept).toBeUndefined()
})

test("a tool's output counts as its JSON text", () => {
  const content = { text: 'x'.repeat(LIMIT) }
  expect(keptOutput({ content }, content)).toMatchObject({ bytes: LIMIT + 11, digest: digest(JSON.stringify(content)) })
  const small = { text: 'x' }
  expect(keptOutput({ content: small }, small)).toBe(small)
})

test('on the seam, a large output is bounded once, and what equals it is not written again', async () => {
  const list = JSON.stringify(Array.from({ length: 20_000 }, (_, id) => id))
  const lab = openLab([], { body: () => list })
  expect((await lab.send()).text).toBe(list)
  expect(lab.story().executed?.output).toMatchObject({ truncated: true, bytes: list.length, digest: digest(list) })
  expect(lab.story().delivered).not.toHaveProperty('output')
})

test('where nothing crosses, nothing is kept, however large the body was', () => {
  expect(keptOutput({ status: 200, headers: [], body: new WholeBody('x'.repeat(LIMIT + 1)) }, null)).toBeNull()
})
