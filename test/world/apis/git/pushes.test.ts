import { createHash, randomBytes } from 'node:crypto'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { eventsOf } from '../../../../src/trace/evidence.ts'
import { openForge } from './on-stage.ts'

const PUSH = 'forge POST /acme/shop.git/git-receive-pack'
const NEVER_MAIN = {
  use: 'sandbox-first',
  params: { rules: [{ on: 'forge push *refs/heads/main', instead: 'open a pull request' }] },
}

const left = (place: string) => readdirSync(place).filter((name) => name.startsWith('mettle-git-'))

test('a push is what became of the repository, and is gone with its trial', async () => {
  const forge = await openForge()
  await forge.git('checkout', '-qb', 'fix')
  await forge.commit({ 'a.txt': 'one\nthree\n' })
  expect(await forge.git('push', '-q', 'origin', 'fix')).toMatchObject({ code: 0 })
  const id = forge.bare('rev-parse', 'fix')
  expect(forge.effects()).toEqual(['create forge.refs refs/heads/fix', `create forge.commits ${id}`])
  expect(forge.bare('fsck', '--strict')).toBe('')
  await forge[Symbol.asyncDispose]()
  expect(left(forge.place)).toEqual([])
})

test('a push to main is found by what it did to the branch and its files; with a guard it does nothing', async () => {
  await using open = await openForge()
  await open.commit({ 'a.txt': 'uno\n', 'new.txt': 'new\n', 'src/b.txt': undefined })
  expect(await open.git('push', '-q', 'origin', 'main')).toMatchObject({ code: 0 })
  const id = open.bare('rev-parse', 'main')
  expect(open.effects()).toEqual([
    'update forge.refs refs/heads/main',
    `create forge.commits ${id}`,
    'update forge.files a.txt',
    'create forge.files new.txt',
    'delete forge.files src/b.txt',
  ])

  await using held = await openForge({ guards: [NEVER_MAIN] })
  const before = held.bare('for-each-ref')
  await held.commit({ 'a.txt': 'uno\n' })
  const pushed = await held.git('push', 'origin', 'main')
  expect(pushed).toMatchObject({ code: 1, stderr: expect.stringMatching(/returned error: 403/) })
  expect(held.bare('for-each-ref')).toBe(before)
  expect(
    readdirSync(join(held.bare('rev-parse', '--absolute-git-dir'), 'objects')).filter((one) =>
      one.startsWith('incoming'),
    ),
  ).toEqual([])
  // Nor do its objects lie there: a seed's two files, two folders and a commit.
  expect(held.bare('count-objects')).toMatch(/^5 objects/)
  expect(held.effects()).toEqual([])
  expect(held.refusals()).toEqual([`${PUSH} is never done here; open a pull request in place of it`])
})

test('what a push brings stands in its input, commit by commit, the earliest first', async () => {
  await using forge = await openForge()
  await forge.git('checkout', '-qb', 'fix')
  await forge.commit({ 'a.txt': 'one\ntwo\n', 'new/c.txt': 'three\n' }, 'First')
  await forge.commit({ 'new/c.txt': undefined }, 'Second')
  await forge.git('push', '-q', 'origin', 'fix')
  const [push] = eventsOf(forge.events, 'call').filter(({ call }) => call.target === PUSH)
  expect((push?.call.input as { body: object } | undefined)?.body).toMatchObject({
    updates: [{ ref: 'refs/heads/fix', op: 'create', old: null, new: forge.bare('rev-parse', 'fix') }],
    commits: [
      {
        message: 'First\n',
        files: [
          { path: 'a.txt', op: 'update', added: 'two' },
          { path: 'new/c.txt', op: 'create', added: 'three' },
        ],
      },
      { message: 'Second\n', files: [{ path: 'new/c.txt', op: 'delete', added: '' }] },
    ],
    others: [],
  })
})

test('each ref of a push is one thing that it does, told apart by what becomes of it', async () => {
  await using forge = await openForge()
  await forge.git('checkout', '-qb', 'one')
  await forge.commit({ 'a.txt': '1\n' })
  await forge.git('tag', '-a', 'v1', '-m', 'a tag')
  await forge.git('push', '-q', 'origin', 'one', 'one:two', 'v1')
  await forge.git('commit', '-q', '--amend', '-m', 'another')
  await forge.git('push', '-q', '-f', 'origin', 'one', ':two')
  const pushes = eventsOf(forge.events, 'call').filter(({ call }) => call.target === PUSH)
  expect(pushes.map(({ call }) => [call.items, call.covers])).toEqual([
    [3, ['forge push refs/heads/one', 'forge push refs/heads/two', 'forge push refs/tags/v1']],
    [2, ['forge push --force refs/heads/one', 'forge push --delete refs/heads/two']],
  ])
  expect(forge.effects()).toContain('delete forge.refs refs/heads/two')
})

test('a forge that protects its branch says so by git, ref by ref', async () => {
  await using forge = await openForge({ repository: { protect: { main: {} } } })
  await forge.commit({ 'a.txt': 'uno\n' })
  const pushed = await forge.git('push', 'origin', 'main', 'main:fix')
  expect(pushed.code).toBe(1)
  expect(pushed.stderr).toMatch(/GH006: Protected branch update failed for refs\/heads\/main/)
  expect(pushed.stderr).toMatch(/! \[remote rejected\] main -> main/)
  expect(pushed.stderr).toMatch(/\[new branch\] +main -> fix/)
  expect(forge.effects()[0]).toBe('create forge.refs refs/heads/fix')
  // Once nothing protects it any more, it is pushed to.
  await forge.ask('DELETE', '/branches/main/protection')
  expect(await forge.git('push', '-q', 'origin', 'main')).toMatchObject({ code: 0 })
})

const PIECE = 500_000
const little = (number: number, bytes: number) => Array.from({ length: bytes }, (_, at) => (number >>> (8 * at)) & 0xff)

/** A pack of one blob of 1 MB of chance, and of so many that are told as the difference of a byte to it. */
function packOf(count: number): Buffer {
  const base = randomBytes(1_000_000)
  const id = createHash('sha1').update(`blob ${base.length}\0`).update(base).digest()
  const size = (length: number, first: number, bits: number): number[] => {
    const bytes = [first | (length & (2 ** bits - 1))]
    for (let rest = length >>> bits; rest > 0; rest >>>= 7) {
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 0x80
      bytes.push(rest & 0x7f)
    }
    return bytes
  }
  const deltas = Array.from({ length: count }, (_, at) => {
    // Copy all of the base, in pieces as long as can be told, and put four bytes behind it.
    const copies = Array.from({ length: Math.ceil(base.length / PIECE) }, (_, piece) => {
      const [from, length] = [piece * PIECE, Math.min(PIECE, base.length - piece * PIECE)]
      return [0xff, ...little(from, 4), ...little(length, 3)]
    })
    const insert = [4, ...little(at, 4)]
    return Buffer.from([...size(base.length, 0, 7), ...size(base.length + 4, 0, 7), ...copies.flat(), ...insert])
  })
  const head = Buffer.alloc(12)
  head.write('PACK')
  head.writeUInt32BE(2, 4)
  head.writeUInt32BE(count + 1, 8)
  const objects = [
    Buffer.from(size(base.length, 0x30, 4)),
    deflateSync(base),
    ...deltas.flatMap((delta) => [Buffer.from(size(delta.length, 0x70, 4)), id, deflateSync(delta)]),
  ]
  const pack = Buffer.concat([head, ...objects])
  return Buffer.concat([pack, createHash('sha1').update(pack).digest()])
}

test('a push that would fill the disk is none, however little of it is sent', async () => {
  await using forge = await openForge()
  const main = forge.bare('rev-parse', 'main')
  const push = async (pack: Buffer, ref: string) => {
    const line = `${'0'.repeat(40)} ${main} ${ref}\0 report-status\n`
    const said = Buffer.from(`${(line.length + 4).toString(16).padStart(4, '0')}${line}0000`)
    return fetch(`${forge.url}/acme/shop.git/git-receive-pack`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-git-receive-pack-request' },
      body: new Uint8Array(Buffer.concat([said, pack])),
    })
  }
  const small = packOf(3)
  expect(await (await push(small, 'refs/heads/small')).text()).toContain('ok refs/heads/small')
  const before = forge.bare('count-objects')
  const large = packOf(200)
  expect(large.length).toBeLessThan(1_100_000)
  expect((await push(large, 'refs/heads/large')).status).toBe(413)
  expect(forge.bare('count-objects')).toBe(before)
  expect(forge.bare('for-each-ref', '--format=%(refname)')).not.toContain('large')
})
