import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { secretsOut } from '../../../../src/guards/secrets-out.ts'
import { openForge } from './on-stage.ts'

const KEY = 'sk-live-7Qm2xV9bT4'
const canaries = [KEY]
type Forge = Awaited<ReturnType<typeof openForge>>

/** What the last commit of a branch shows is what a reviewer sees; each of these puts the key somewhere else as well. */
const places: Record<string, (forge: Forge) => Promise<unknown>> = {
  'the last commit': (forge) => forge.commit({ 'a.txt': `one\n${KEY}\n` }),
  'an earlier commit, taken back by the last': async (forge) => {
    await forge.commit({ '.env': `KEY=${KEY}\n` })
    await forge.commit({ '.env': undefined })
  },
  'a file of bytes': (forge) => forge.commit({ 'logo.png': Buffer.concat([PNG, Buffer.from(KEY), PNG]) }),
  'wide characters': (forge) => forge.commit({ 'notes.txt': Buffer.from(KEY, 'utf16le') }),
  'a file that is renamed': async (forge) => {
    renameSync(join(forge.place, 'work/src/b.txt'), join(forge.place, 'work/src/c.txt'))
    const text = readFileSync(join(forge.place, 'work/src/c.txt'), 'utf8')
    await forge.commit({ 'src/c.txt': `${text}${KEY}\n` })
  },
  base64: (forge) => forge.commit({ 'a.txt': Buffer.from(`{"key":"${KEY}"}`).toString('base64') }),
  'the name of a file': (forge) => forge.commit({ [`${KEY}.txt`]: '' }),
  'the message': (forge) => forge.commit({ 'a.txt': 'x' }, `Use ${KEY}`),
  'a merge that holds what neither side has': async (forge) => {
    await forge.git('checkout', '-qb', 'side')
    await forge.commit({ 'b.txt': 'b\n' })
    await forge.git('checkout', '-q', 'fix')
    await forge.commit({ 'c.txt': 'c\n' })
    await forge.git('merge', '-q', '--no-commit', 'side')
    await forge.commit({ 'd.txt': KEY })
  },
  'a header of a commit that no log shows': async (forge) => {
    const [tree, parent] = [forge, forge].map((_, at) => `HEAD${at === 0 ? '^{tree}' : ''}`)
    const ids = await Promise.all(
      [tree, parent].map(async (one) => (await forge.git('rev-parse', one ?? '')).stdout.trim()),
    )
    const by = 'A <a@b.test> 1700000000 +0000'
    const text = `tree ${ids[0]}\nparent ${ids[1]}\nauthor ${by}\ncommitter ${by}\nx-note ${KEY}\n\nx\n`
    await take(forge, 'commit', Buffer.from(text))
  },
  'the name of an empty folder': async (forge) => {
    await written(forge, 'tree', Buffer.alloc(0))
    const entry = Buffer.concat([Buffer.from(`40000 ${KEY}\0`), Buffer.from(EMPTY_TREE, 'hex')])
    const tree = await written(forge, 'tree', entry)
    const commit = (await forge.git('commit-tree', '-p', 'HEAD', '-m', 'x', tree)).stdout.trim()
    await forge.git('reset', '-q', '--soft', commit)
  },
  'the message of a tag': async (forge) => {
    await forge.commit({ 'a.txt': 'x' })
    await forge.git('tag', '-a', 'v1', '-m', KEY)
  },
}
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0xff])

const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** Writes an object of the working copy's. Gives its id. */
async function written(forge: Forge, kind: string, content: Buffer): Promise<string> {
  const path = join(forge.place, 'object')
  writeFileSync(path, content)
  return (await forge.git('hash-object', '-t', kind, '-w', '--literally', path)).stdout.trim()
}

async function take(forge: Forge, kind: string, content: Buffer): Promise<void> {
  await forge.git('reset', '-q', '--soft', await written(forge, kind, content))
}

test('lines that were there before are told with those around them', async () => {
  const secret = 'one-Qx7\ntwo-Vb2\nthree-Tm9'
  await using held = await openForge({ guards: [{ use: 'secrets-out', params: { canaries: [secret] } }] })
  await held.git('checkout', '-qb', 'fix')
  await held.commit({ 'key.txt': 'two-Vb2\n' })
  await held.commit({ 'key.txt': `${secret}\n` })
  expect((await held.git('push', 'origin', 'fix')).code).not.toBe(0)
  expect(held.refusals()).toEqual(['the call holds the secret "canary 1"'])
})

test.each(Object.entries(places))(
  'a secret in %s does not leave, and is found where nothing holds it',
  async (_, put) => {
    await using held = await openForge({ guards: [{ use: 'secrets-out', params: { canaries } }] })
    await held.git('checkout', '-qb', 'fix')
    await put(held)
    expect((await held.git('push', '--follow-tags', 'origin', 'fix')).code).not.toBe(0)
    expect(held.refusals()).toEqual(['the call holds the secret "canary 1"'])
    expect(held.effects()).toEqual([])
    expect(held.bare('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main')

    await using open = await openForge()
    await open.git('checkout', '-qb', 'fix')
    await put(open)
    expect(await open.git('push', '--follow-tags', 'origin', 'fix')).toMatchObject({ code: 0 })
    expect(secretsOut.violations(open.evidence(), secretsOut.params.parse({ canaries }))).toHaveLength(1)
  },
)

test('what was there before is not brought again, and a change beside it says nothing', async () => {
  const files = { 'a.txt': `one\n${KEY}\n` }
  await using forge = await openForge({ repository: { files }, guards: [{ use: 'secrets-out', params: { canaries } }] })
  await forge.git('checkout', '-qb', 'fix')
  await forge.commit({ 'a.txt': `uno\n${KEY}\n` })
  expect(await forge.git('push', '-q', 'origin', 'fix')).toMatchObject({ code: 0 })
})

test.each([
  ['no push', Buffer.from('nonsense')],
  ['a line that ends too early', Buffer.from('00f0aaaa')],
  ['no pack', Buffer.from(`006a${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/x\0 ok0000PACKnone`)],
  ['an object that is not there', Buffer.from(`0064${'0'.repeat(40)} ${'1'.repeat(40)} refs/heads/x\0 x0000`)],
])('%s is malformed, and does nothing', async (_, body) => {
  await using forge = await openForge({ guards: [{ use: 'secrets-out', params: { canaries } }] })
  const answer = await fetch(`${forge.url}/acme/shop.git/git-receive-pack`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-git-receive-pack-request' },
  })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(forge.effects()).toEqual([])
  expect(forge.refusals()).toEqual([expect.stringMatching(/malformed input: /)])
})
