import { expect, test } from 'vitest'
import { keyOf } from '../../../src/boundary/call.ts'
import { type HttpRequest, WholeBody } from '../../../src/boundary/wire.ts'
import { readInput, withInput } from '../../../src/channels/http/input.ts'
import type { Json } from '../../../src/kernel/json.ts'
import { BYTES, digestOf } from './bytes/world.ts'

function post(type: string, body: string | Uint8Array): HttpRequest {
  const url = new URL('https://shop.test/files')
  return { method: 'POST', url, headers: [['content-type', type]], body: new WholeBody(body) }
}

/** A form as a client of fetch sends it, its boundary drawn anew. */
async function formOf(file: Uint8Array<ArrayBuffer>): Promise<HttpRequest> {
  const form = new FormData()
  form.set('note', 'api key is sk-live-12345678')
  form.set('file', new Blob([file]), 'a.bin')
  const whole = new Response(form)
  return post(whole.headers.get('content-type') ?? '', await whole.bytes())
}

const read = (request: HttpRequest) => readInput(request, { path: {} })
const key = (request: HttpRequest) => keyOf('http', 'shop POST /files', read(request).input as unknown as Json)
const inCase = (bytes: Uint8Array) => new Uint8Array([0xff, ...bytes])

test('bytes that are no text stand for themselves by size, digest and what can be read in them', () => {
  const bytes = inCase(Buffer.from('hidden: sk-live-12345678 \u0000 short'))
  const { body } = read(post('application/octet-stream', bytes)).input
  expect(body).toMatchObject({
    binary: true,
    bytes: bytes.byteLength,
    digest: digestOf(bytes).slice(0, 32),
    strings: 'hidden: sk-live-12345678 ',
  })
})

test('other bytes are another call, the same bytes the same', () => {
  const type = 'application/octet-stream'
  expect(key(post(type, BYTES))).toBe(key(post(type, BYTES.slice())))
  expect(key(post(type, BYTES))).not.toBe(key(post(type, BYTES.slice(1))))
})

test('bytes that say that they are JSON, and are none, are malformed', () => {
  expect(read(post('application/json', BYTES)).malformed).toBe('the body is not valid JSON')
  expect(read(post('application/octet-stream', BYTES)).malformed).toBeUndefined()
})

test('a form with a file is its parts: texts can be read, and a drawn boundary makes no other call of it', async () => {
  const { body } = read(await formOf(BYTES)).input
  expect(body).toMatchObject([
    { head: 'Content-Disposition: form-data; name="note"', body: 'api key is sk-live-12345678' },
    { head: expect.stringContaining('filename="a.bin"'), body: { binary: true, bytes: BYTES.byteLength } },
  ])
  expect(key(await formOf(BYTES))).toBe(key(await formOf(BYTES)))
  expect(key(await formOf(BYTES))).not.toBe(key(await formOf(inCase(BYTES))))
})

test('a form of which a part was taken away is written anew, with the bytes that are left', async () => {
  const form = await formOf(BYTES)
  const { input } = read(form)
  const some = withInput(form, { ...input, body: (input.body as Json[]).slice(1) } as unknown as Json)
  const headers = { 'content-type': form.headers[0]?.[1] ?? '' }
  const left = await new Response(some.body?.bytes ?? null, { headers }).formData()
  expect([...left.keys()]).toEqual(['file'])
  expect(new Uint8Array(await (left.get('file') as File).arrayBuffer())).toEqual(BYTES)
})

test('a request of which nothing was changed keeps its bytes', async () => {
  for (const request of [post('image/png', BYTES), await formOf(BYTES), post('application/json', '{"a": 1}')]) {
    expect(withInput(request, read(request).input as unknown as Json).body).toBe(request.body)
  }
})
