import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { openServer } from '../../../src/channels/http/server.ts'
import { BYTES, digestOf, openBytes } from './bytes/world.ts'

interface Told {
  uploaded: { digest: string }
  form: { digest: string; name: string }
  downloaded: { digest: string; cookies: string[] }
  unzipped: string
}

/** In a process of its own: doors are closed once and for all. */
async function carry(where: string, how = 'whole'): Promise<Record<string, Told>> {
  const args = ['--conditions=mettle-source', join(import.meta.dirname, 'bytes/carry.ts'), where, how]
  const { stdout } = await promisify(execFile)(process.execPath, args)
  return JSON.parse(stdout) as Record<string, Told>
}

async function throughServer(): Promise<Record<string, Told>> {
  await using server = await openServer()
  return await carry(server.offer(openBytes(false)).urlOf('http://bytes.test'))
}

const CLIENTS = ['fetch', 'node:http', 'axios', 'undici']
const COOKIES = ['a=1; Path=/', 'b=2, 3; Expires=Thu, 01 Jan 2026 00:00:00 GMT']
const WHOLE = digestOf(BYTES)
/** These two leave to their caller what a body was compressed with. */
const RAW = ['node:http', 'undici']

describe.each([
  ['the doors of its own process', await carry('inside')],
  ['a server', await throughServer()],
])('through %s', (_, told) => {
  test.each(CLIENTS)('%s carries bytes, a form with a file and cookies as they are', (client) => {
    expect(told[client]).toMatchObject({
      uploaded: { digest: WHOLE },
      form: { digest: WHOLE, name: 'Ada é' },
      downloaded: { digest: WHOLE, cookies: COOKIES },
      unzipped: RAW.includes(client) ? digestOf(gzipSync(BYTES)) : WHOLE,
    })
  })
})

test('control: a world that takes bodies for text loses bytes, both ways', async () => {
  const lossy = await carry('inside', 'lossy')
  for (const client of CLIENTS) {
    expect(lossy[client]?.uploaded.digest).not.toBe(WHOLE)
    expect(lossy[client]?.form.digest).not.toBe(WHOLE)
    expect(lossy[client]?.downloaded.digest).not.toBe(WHOLE)
  }
})
