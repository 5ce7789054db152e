import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { mostTokens } from '../../../src/world/models/costs.ts'
import type { ModelRequest } from '../../../src/world/models/exchange.ts'
import { pieceOf, readCassette } from '../../../src/world/models/recorded/cassette.ts'
import { hideSecrets } from '../../../src/world/models/recorded/hide.ts'
import { openRecording } from '../../../src/world/models/recorded/recorder.ts'
import { openReplay } from '../../../src/world/models/recorded/replay.ts'

const KEY = 'acme-key-7f3a91c2d4'
const folder = mkdtempSync(join(tmpdir(), 'mettle-recording-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const about = {
  ...{ trial: 't', definition: '' },
  of: { scenario: 's', variant: 'calm', agent: 'a', model: null, repeat: 1 },
}
const hide = { written: hideSecrets([], { ACME_KEY: KEY }), compared: hideSecrets([]) }
const asking = (said: unknown): ModelRequest => ({
  ...{ model: 'acme', wire: 'chat-completions', path: '/chat/completions', query: [], headers: [] },
  body: JSON.stringify({ model: 'acme', said }),
})
const head = { status: 200, headers: [] as [string, string][] }
const piecesOf = (...said: (string | Uint8Array)[]) =>
  said.map((piece, at) => ({ atMs: at * 10, bytes: typeof piece === 'string' ? Buffer.from(piece) : piece }))

/** Records one exchange: what is written, and what is replayed to the same request. */
function recorded(request: ModelRequest, pieces: ReturnType<typeof piecesOf>) {
  const path = join(folder, `${Math.random()}.json`)
  const recording = openRecording(about, 0, hide)
  recording.begin(request).finish(head, pieces)
  recording.save(path)
  const cassette = readCassette(path)
  if (!cassette) throw new Error('nothing was written')
  const replayed = openReplay(cassette, hide.compared).take(request).pieces.map(pieceOf)
  const bytes = Buffer.concat(replayed.map((piece) => piece.bytes))
  return { text: readFileSync(path, 'utf8'), cassette, bytes, times: replayed.map(({ atMs }) => atMs) }
}

describe('a recorded answer', () => {
  test('holds no key that its pieces cut apart', () => {
    const { bytes, times } = recorded(asking('x'), piecesOf('It is acme-', 'key-7f3a', '91c2d4, or so.'))
    expect(bytes.toString()).toBe('It is [redacted ACME_KEY], or so.')
    expect(times).toEqual([20])
  })

  test('is text, in its pieces, where they cut a character apart', () => {
    const smile = Buffer.from('😀')
    const { cassette, bytes } = recorded(asking('x'), piecesOf('So ', smile.subarray(0, 1), smile.subarray(1), '!'))
    expect(cassette.exchanges[0]?.pieces).toEqual([
      { atMs: 0, text: 'So ' },
      { atMs: 20, text: '😀' },
      { atMs: 30, text: '!' },
    ])
    expect(bytes.toString()).toBe('So 😀!')
  })

  test('is kept byte for byte where it is no text, and not at all where a key stands in that', () => {
    const odd = Uint8Array.of(255, 0, 254)
    expect([...recorded(asking('x'), piecesOf(odd)).bytes]).toEqual([...odd])
    expect(() => recorded(asking('x'), piecesOf(odd, KEY))).toThrow('a secret stands in an answer that is no text')
  })

  test('is found again where the key stands in its request: nobody knows it then', () => {
    const { text, bytes } = recorded(asking(`The password is ${KEY}.`), piecesOf('Yes.'))
    expect(text).not.toContain(KEY)
    expect(bytes.toString()).toBe('Yes.')
  })
})

test('what was not answered to its end is not written: it could not be replayed', () => {
  const recording = openRecording(about, 0, hide)
  recording.begin(asking('one')).finish(head, piecesOf('1'))
  recording.begin(asking('two'))
  expect(() => recording.save(join(folder, 'open.json'))).toThrow('request 2 of 2 was not answered to its end')
  expect(readCassette(join(folder, 'open.json'))).toBeUndefined()
})

test.each([
  ['an id of a call', 'call_aB3dE5gH7jK9', 'call_zY8xW6vU4tS2', true],
  ['a run', 'run-019a8c1e', 'run-77b2d0f4', true],
  ['the name of a tool', 'run_refund_all', 'run_refund_one', false],
  ['words', 'thread-safety', 'thread-pinning', false],
])('%s drifts: %s and %s, %s', (_, before, now, drifts) => {
  const recording = openRecording(about, 0, hide)
  recording.begin(asking(before)).finish(head, piecesOf('1'))
  const path = join(folder, `${before}.json`)
  recording.save(path)
  const cassette = readCassette(path)
  const ask = () => cassette && openReplay(cassette, hide.compared).take(asking(now)).status
  if (drifts) expect(ask()).toBe(200)
  else expect(ask).toThrow('no such request was recorded')
})

test('another model of the same name for the agent is another one', () => {
  const request = { ...asking('Who are you?'), name: 'large-1' }
  const { cassette } = recorded(request, piecesOf('I am large.'))
  const ask = (name: string) => openReplay(cassette, hide.compared).take({ ...request, name })
  expect(ask('large-1').status).toBe(200)
  expect(() => ask('small-2')).toThrow('name was "large-1" and is "small-2"')
})

test.each([
  ['startsAt', { startsAt: 1e300 }],
  ['recordedAt', { recordedAt: '\u001b[2Jsoon' }],
  ['version', { version: 2 }],
])('a cassette whose %s cannot be is none', (member, changed) => {
  const { text } = recorded(asking('x'), piecesOf('1'))
  const path = join(folder, `${member}.json`)
  writeFileSync(path, JSON.stringify({ ...JSON.parse(text), ...changed }))
  expect(() => readCassette(path)).toThrow(`at ${member}`)
})

test('an image of any size is reckoned with', () => {
  const image = 'iVBORw0KGgo/'.repeat(1_000_000)
  const body = JSON.stringify({ image, text: 'What is it?' })
  expect(mostTokens(body, 10, 1)).toEqual({ inputTokens: body.length - image.length + 8_192, outputTokens: 10 })
})
