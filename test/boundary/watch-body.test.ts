import { describe, expect, test } from 'vitest'
import { type BodyEnd, watchBody } from '../../src/boundary/watch-body.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

/** A stream that gives these parts, each when it is asked for, and then ends, or fails. */
function source(parts: string[], failure?: Error) {
  const state = { pulled: 0, cancelled: undefined as unknown }
  const left = [...parts]
  const stream = new ReadableStream<Uint8Array>(
    {
      pull: (controller) => {
        state.pulled++
        const next = left.shift()
        if (next !== undefined) controller.enqueue(bytes(next))
        else if (failure) controller.error(failure)
        else controller.close()
      },
      cancel: (reason) => {
        state.cancelled = reason
      },
    },
    { highWaterMark: 0 },
  )
  return { stream, state }
}

function watch(parts: string[], failure?: Error) {
  const ends: [BodyEnd, string][] = []
  const { stream, state } = source(parts, failure)
  const body = watchBody(stream, (end, { text }) => void ends.push([end, text]))
  return { body, ends, state }
}

describe('a watched body', () => {
  test('passes what comes, and says once that it is complete', async () => {
    const { body, ends } = watch(['one ', 'two ', 'three'])
    expect(await new Response(body).text()).toBe('one two three')
    expect(ends).toEqual([['complete', 'one two three']])
  })

  test('asks its source for no more than its reader asks for', async () => {
    const { body, ends, state } = watch(['one', 'two', 'three'])
    const reader = body.getReader()
    expect(state.pulled).toBe(0)
    await reader.read()
    expect(state.pulled).toBe(1)
    expect(ends).toEqual([])
  })

  test('says what passed before its source failed, and fails for its reader', async () => {
    const { body, ends } = watch(['one '], new Error('cut'))
    await expect(new Response(body).text()).rejects.toThrow('cut')
    expect(ends).toEqual([['failed', 'one ']])
  })

  test('says what passed before its reader went, and tells the source', async () => {
    const { body, ends, state } = watch(['one ', 'two '])
    const reader = body.getReader()
    await reader.read()
    await reader.cancel('enough')
    expect(ends).toEqual([['cancelled', 'one ']])
    expect(state.cancelled).toBe('enough')
  })

  test('fails for its reader with the reason of a signal, and tells the source', async () => {
    const ends: [BodyEnd, string][] = []
    const { stream, state } = source(['one ', 'two '])
    const client = new AbortController()
    const body = watchBody(stream, (end, { text }) => void ends.push([end, text]), undefined, client.signal)
    const reader = body.getReader()
    await reader.read()
    const reason = new Error('enough')
    client.abort(reason)
    await expect(reader.read()).rejects.toBe(reason)
    expect(ends).toEqual([['cancelled', 'one ']])
    expect(state.cancelled).toBe(reason)
  })

  test('that has ended before a signal aborts stays complete', async () => {
    const ends: BodyEnd[] = []
    const client = new AbortController()
    const body = watchBody(source(['one']).stream, (end) => void ends.push(end), undefined, client.signal)
    expect(await new Response(body).text()).toBe('one')
    client.abort()
    expect(ends).toEqual(['complete'])
  })

  test('that nobody reads and somebody drops has ended, empty', async () => {
    const { body, ends } = watch(['one'])
    await body.cancel()
    expect(ends).toEqual([['cancelled', '']])
  })

  test('keeps 64 KiB of a long text, and passes all of it', async () => {
    const { body, ends } = watch(Array.from({ length: 10 }, () => 'x'.repeat(10_000)))
    expect((await new Response(body).text()).length).toBe(100_000)
    expect(ends).toEqual([['complete', 'x'.repeat(65_536)]])
  })

  test('puts characters together that were cut between two parts', async () => {
    const ends: string[] = []
    const [first, second] = [bytes('café').subarray(0, 4), bytes('café').subarray(4)]
    const stream = new ReadableStream<Uint8Array>({
      start: (controller) => {
        controller.enqueue(first)
        controller.enqueue(second)
        controller.close()
      },
    })
    await new Response(watchBody(stream, (_, { text }) => void ends.push(text))).arrayBuffer()
    expect(ends).toEqual(['café'])
  })
})
