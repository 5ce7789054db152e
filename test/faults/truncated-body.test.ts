import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Seen } from '../../src/boundary/seam.ts'
import { WholeBody } from '../../src/boundary/wire.ts'
import { NO_WORLD } from '../../src/boundary/world-handle.ts'
import { httpDoor } from '../../src/channels/http/door.ts'
import { respond } from '../../src/channels/http/fetch.ts'
import { NO_PAST } from '../../src/faults/past.ts'
import { truncatedBody } from '../../src/faults/truncated-body.ts'
import { openLab, streamOf } from './lab.ts'

const TEXT = '{"id":"r1","amount":1200}'
const context = { signal: new AbortController().signal } as never

/** What a client of fetch reads before the body breaks, and how. */
async function read(
  params: { afterBytes: number } | { share: number },
  sent: string | ReadableStream<Uint8Array> = TEXT,
) {
  const body = typeof sent === 'string' ? new WholeBody(sent) : sent
  const next = async () => ({ kind: 'ok', output: { status: 200, headers: [], body } }) as const
  const reply = await truncatedBody.inject(params, NO_PAST, NO_WORLD)(null as never, next, context)
  const request = { method: 'POST', url: new URL('https://x.test/'), headers: [], body: undefined }
  const seen: Seen[] = []
  const { give } = httpDoor(null as never, request).render(reply, (end) => seen.push(end))
  const response = respond({ delivered: give(), request, redirected: false })
  let text = ''
  const decoder = new TextDecoder()
  const error = await (async () => {
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true })
  })().catch((thrown) => thrown)
  return { status: response.status, text, error, seen }
}

test.each([
  [{ share: 0.5 }, '{"id":"r1","a'.slice(0, 12)],
  [{ share: 0 }, ''],
  [{ share: 1 }, TEXT.slice(0, -1)],
  [{ afterBytes: 3 }, '{"i'],
  [{ afterBytes: 0 }, ''],
  [{ afterBytes: 9_999 }, TEXT.slice(0, -1)],
])('with %j a client of fetch reads the head and %j, and then the connection breaks', async (params, text) => {
  const got = await read(params)
  expect(got).toMatchObject({ status: 200, text })
  expect(got.error).toMatchObject({ name: 'TypeError', message: 'terminated', cause: { code: 'UND_ERR_SOCKET' } })
  expect(got.seen).toMatchObject([{ outcome: 'broken', how: 'truncated', status: 200, output: text || null }])
})

test('bytes are counted, not characters, and one is always missing', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(40), async (body, afterBytes) => {
      const { error, text } = await read({ afterBytes }, body)
      expect(error).toBeInstanceOf(TypeError)
      expect(Buffer.byteLength(text)).toBeLessThan(Buffer.byteLength(body) + 1)
      expect(text).not.toBe(body)
      expect(body.startsWith(text.replace(/\ufffd+$/, ''))).toBe(true)
    }),
    { numRuns: 100, seed: 1 },
  )
})

describe('on the seam', () => {
  test('a share is one of bytes', async () => {
    expect((await read({ share: 0.5 }, 'éééé')).text).toBe('éé')
  })

  test.each([TEXT, 'streamed'])('the world acts, and the trace tells both (%s)', async (kind) => {
    const body = () => (kind === 'streamed' ? streamOf('{"id":', '"r1"}') : TEXT)
    const lab = openLab([{ fault: truncatedBody }], { body })
    await expect(lab.send('model')).rejects.toThrow('truncated')
    expect(lab.ran()).toBe(1)
    expect(lab.path()).toEqual(['fault', 'executed', 'delivered'])
    expect(lab.events().find(({ type }) => type === 'executed')).toMatchObject({ output: { id: 'r1' } })
    const symptom = 'the world acted, the connection broke within the body'
    expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
  })

  test('an empty body has nothing to cut, and nothing is claimed', async () => {
    const lab = openLab([{ fault: truncatedBody }], { body: () => '', status: 204 })
    expect(await lab.send()).toMatchObject({ status: 204, text: '' })
    expect(lab.records()).toMatchObject([{ state: 'undelivered', symptom: null }])
  })
})

test('a plan says bytes or a share, not both', () => {
  expect(truncatedBody.params.safeParse({ afterBytes: 3, share: 0.5 }).success).toBe(false)
  expect(truncatedBody.params.parse({})).toEqual({ share: 0.5 })
})
