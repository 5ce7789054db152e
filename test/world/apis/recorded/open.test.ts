import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openRecorded } from '../../../../src/world/apis/recorded/open.ts'

const entry = (url: string, method = 'GET', status = 200) => ({
  request: { method, url },
  response: { status, headers: [], content: {} },
})

function opened(har: unknown, rest: { url?: string } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-har-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'a.har')
  writeFileSync(file, typeof har === 'string' ? har : JSON.stringify({ log: { entries: har } }))
  return openRecorded({ file, ...rest }, 'shop')
}

const pathsOf = (urls: string[]) =>
  opened(urls.map((url) => entry(`https://shop.test${url}`))).handlers.map(({ info }) => info.header)

test('what looks like an id is a part of the path that may be any', () => {
  expect(
    pathsOf([
      '/v1/charges/ch_1042',
      '/v1/charges/ch_7',
      '/v2.1/users/9b2e7c1a-0d6f-4f0e-8a51-2f0c4a3b9d11/notes/12',
      '/projects/demo:search',
      '/orders',
    ]),
  ).toEqual([
    'GET https://shop.test/v1/charges/:id',
    'GET https://shop.test/v2.1/users/:id/notes/:id2',
    'GET https://shop.test/projects/:id',
    'GET https://shop.test/orders',
  ])
})

test.each<[string, unknown, { url?: string }, RegExp]>([
  ['no JSON', '{', {}, /a\.har: .*JSON/],
  ['no archive', '{ "log": {} }', {}, /it is no HTTP archive: log\.entries: /],
  ['nothing in it that was answered', [entry('https://a.test/', 'GET', 0)], {}, /no request in it was answered/],
  [
    'several hosts',
    [entry('https://a.test/'), entry('https://b.test/')],
    {},
    /several hosts\. Name one as url: https:\/\/a\.test, https:\/\/b\.test/,
  ],
  [
    'nothing of the host',
    [entry('https://shop.test/')],
    { url: 'https://shpo.test' },
    /nothing of https:\/\/shpo\.test was recorded\. Did you mean "https:\/\/shop\.test"/,
  ],
  ['a method that nobody plays', [entry('https://a.test/x', 'TRACE')], {}, /Failed to play TRACE .*only get, head/],
])('%s is told', (_, har, rest, message) => {
  expect(() => opened(har, rest)).toThrow(message)
})
