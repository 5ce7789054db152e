import { readFileSync, renameSync } from 'node:fs'
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
  'the message of a tag': async (forge) => {
    await forge.commit({ 'a.txt': 'x' })
    await forge.git('tag', '-a', 'v1', '-m', KEY)
  },
}
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0, 0xff])

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
