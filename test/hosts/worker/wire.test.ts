import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { openWire } from '../../../src/hosts/worker/wire.ts'

/** One end of a wire, and the bytes that somebody else puts into it. */
function setUp() {
  const heard: unknown[] = []
  const pipe = new PassThrough()
  openWire(pipe, (message) => void heard.push(message))
  const say = async (text: string) => {
    pipe.write(text)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { heard, say, pipe }
}

test('a message arrives as it was sent, and one after the other', async () => {
  const pipe = new PassThrough()
  const heard: unknown[] = []
  const send = openWire(pipe, (message) => void heard.push(message))
  send({ type: 'a', text: 'line\nline' })
  send({ type: 'b' })
  await expect.poll(() => heard).toEqual([{ type: 'a', text: 'line\nline' }, { type: 'b' }])
})

test('a message may come in pieces', async () => {
  const { heard, say } = setUp()
  for (const piece of ['{"ty', 'pe":"é', '"}', '\n{"type":"b"}\n']) await say(piece)
  expect(heard).toEqual([{ type: 'é' }, { type: 'b' }])
})

test.each([
  'garbage\n',
  '{"type":\n',
  '[]\n',
  'null\n',
  '7\n',
  '{"kind":"a"}\n',
  '{"type":7}\n',
  '\n\n',
  '\0\u{1f600}\n',
])('%j is dropped, and what comes after it arrives', async (noise) => {
  const { heard, say } = setUp()
  await say(noise)
  await say('{"type":"b"}\n')
  expect(heard).toEqual([{ type: 'b' }])
})

test('bytes without an end do not swallow the next message', async () => {
  const pipe = new PassThrough()
  const heard: unknown[] = []
  const send = openWire(pipe, (message) => void heard.push(message))
  pipe.write('{"type":"torn')
  send({ type: 'whole' })
  await expect.poll(() => heard).toEqual([{ type: 'whole' }])
})

test('a line without an end is not kept for ever', async () => {
  const { heard, say } = setUp()
  for (let part = 0; part < 30; part++) await say('x'.repeat(100_000))
  await say('\n{"type":"b"}\n')
  expect(heard).toEqual([{ type: 'b' }])
})

test('a pipe that breaks ends nothing', async () => {
  const { pipe } = setUp()
  pipe.destroy(new Error('EPIPE'))
  await new Promise((resolve) => setImmediate(resolve))
})
