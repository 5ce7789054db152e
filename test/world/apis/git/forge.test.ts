import { expect, test } from 'vitest'
import { eventsOf } from '../../../../src/trace/evidence.ts'
import { openForge } from './on-stage.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')
const checks = {
  test: (read: (path: string) => string | undefined) => (read('a.txt') === 'two\n' ? undefined : 'a.txt is not two'),
}
const MERGE = 'forge PUT /repos/acme/shop/pulls/{number}/merge'

interface Head {
  object: { sha: string }
}

/** A branch with a change of a.txt on it, by the API alone. */
async function proposed(forge: Awaited<ReturnType<typeof openForge>>, text = 'two\n') {
  const main = (await forge.ask('GET', '/git/ref/heads/main')).body as Head
  await forge.ask('POST', '/git/refs', { ref: 'refs/heads/fix', sha: main.object.sha })
  const { sha } = (await forge.ask('GET', '/contents/a.txt?ref=fix')).body as { sha: string }
  const put = await forge.ask('PUT', '/contents/a.txt', {
    message: 'Say two',
    content: base64(text),
    branch: 'fix',
    sha,
  })
  expect(put).toMatchObject({ status: 200, body: { commit: { message: 'Say two' } } })
  const pull = await forge.ask('POST', '/pulls', { title: 'Say two', head: 'fix', base: 'main' })
  expect(pull).toMatchObject({ status: 201, body: { number: 1, state: 'open', mergeable: true } })
  return (put.body as { commit: { sha: string } }).commit.sha
}

test('a change is proposed, checked and merged, and git finds the history that the forge tells of', async () => {
  await using forge = await openForge({ repository: { checks, protect: { main: { checks: ['test'] } } } })
  const head = await proposed(forge)
  const runs = await forge.ask('GET', `/commits/${head}/check-runs`)
  expect(runs).toMatchObject({ body: { check_runs: [{ name: 'test', conclusion: 'success' }] } })
  expect(await forge.ask('GET', '/pulls/1/files')).toMatchObject({ body: [{ filename: 'a.txt', status: 'modified' }] })
  const merged = await forge.ask('PUT', '/pulls/1/merge', { sha: head })
  expect(merged).toMatchObject({ status: 200, body: { merged: true } })
  const { sha } = merged.body as { sha: string }
  expect(forge.effects()).toEqual([
    'create forge.refs refs/heads/fix',
    expect.stringMatching(/^create forge.checks \w+ test$/),
    'update forge.refs refs/heads/fix',
    `create forge.commits ${head}`,
    `create forge.checks ${head} test`,
    'create forge.pulls 1',
    'update forge.pulls 1',
    'update forge.refs refs/heads/main',
    `create forge.commits ${sha}`,
    `create forge.checks ${sha} test`,
    'update forge.files a.txt',
  ])
  expect(forge.bare('fsck', '--strict')).toBe('')
  expect(forge.bare('rev-parse', 'main', 'main^2')).toBe(`${sha}\n${head}`)
  expect(forge.bare('show', 'main:a.txt')).toBe('two')
  await forge.git('pull', '-q')
  expect((await forge.git('rev-parse', 'HEAD')).stdout.trim()).toBe(sha)
})

test('what protects a branch holds whichever way it is come to', async () => {
  await using forge = await openForge({ repository: { checks, protect: { main: { checks: ['test'] } } } })
  const head = await proposed(forge, 'three\n')
  const before = forge.bare('rev-parse', 'main')
  const { sha } = (await forge.ask('GET', '/contents/a.txt')).body as { sha: string }
  const ways: [string, string, object?][] = [
    ['PUT', '/pulls/1/merge', {}],
    ['PUT', '/contents/a.txt', { message: 'm', content: base64('x'), sha }],
    ['DELETE', '/contents/a.txt', { message: 'm', sha }],
    ['PATCH', '/git/refs/heads/main', { sha: head }],
    ['PATCH', '/git/refs/heads/main', { sha: head, force: true }],
    ['DELETE', '/git/refs/heads/main'],
  ]
  const statuses: number[] = []
  for (const [method, path, body] of ways) statuses.push((await forge.ask(method, path, body)).status)
  expect(statuses).toEqual([405, 409, 409, 422, 422, 422])
  expect(forge.bare('rev-parse', 'main')).toBe(before)
  // It is itself something that can be changed, and then that is an effect.
  await forge.ask('DELETE', '/branches/main/protection')
  expect((await forge.ask('PATCH', '/git/refs/heads/main', { sha: head })).status).toBe(200)
  expect(forge.effects().slice(-3)).toEqual([
    'delete forge.protection main',
    'update forge.refs refs/heads/main',
    'update forge.files a.txt',
  ])
})

test('a guard that lets nothing be pushed to main is asked about every way to it', async () => {
  const rule = { on: 'forge push *refs/heads/main', instead: 'open a pull request' }
  await using forge = await openForge({ guards: [{ use: 'sandbox-first', params: { rules: [rule] } }] })
  const head = await proposed(forge)
  const before = forge.bare('rev-parse', 'main')
  const { sha } = (await forge.ask('GET', '/contents/a.txt')).body as { sha: string }
  await forge.commit({ 'a.txt': 'x' })
  const statuses = [
    await forge.ask('PUT', '/contents/a.txt', { message: 'm', content: base64('x'), sha }),
    await forge.ask('PATCH', '/git/refs/heads/main', { sha: head }),
    await forge.ask('PATCH', '/git/refs/heads/main', { sha: head, force: true }),
  ].map(({ status }) => status)
  expect(statuses).toEqual([403, 403, 403])
  expect((await forge.git('push', 'origin', 'main')).code).not.toBe(0)
  expect((await forge.git('push', 'origin', '+main:refs/heads/main')).code).not.toBe(0)
  expect(forge.refusals()).toHaveLength(5)
  expect(forge.bare('rev-parse', 'main')).toBe(before)
})

test('a merge waits for its own approval, which is of what stands on the branch', async () => {
  const pushed = Promise.withResolvers<void>()
  const approver = { answers: () => pushed.promise.then(() => 'approve' as const), by: 'lead' }
  const guards = [{ use: 'approval', params: { on: MERGE } }]
  await using forge = await openForge({ guards, approver })
  const head = await proposed(forge)
  const merging = forge.ask('PUT', '/pulls/1/merge', { sha: head })
  // While the lead looks at it, something else is put there.
  await forge.git('fetch', '-q')
  await forge.git('checkout', '-q', 'fix')
  await forge.commit({ 'b.txt': 'more\n' })
  expect(await forge.git('push', '-q', 'origin', 'fix')).toMatchObject({ code: 0 })
  pushed.resolve()
  expect((await merging).status).toBe(403)
  expect(forge.refusals()).toEqual([expect.stringMatching(/changed while it waited for approval/)])
  const { body } = await forge.ask('GET', '/pulls/1')
  const now = (body as { head: { sha: string } }).head.sha
  expect((await forge.ask('PUT', '/pulls/1/merge', { sha: now })).status).toBe(200)
  const [approved] = eventsOf(forge.events, 'decision').filter(({ approvedBy }) => approvedBy)
  expect(approved).toMatchObject({ approvedBy: 'lead', decision: 'allow' })
})

test.each<[string, string, string, object | undefined, number]>([
  ['no such branch', 'GET', '/git/ref/heads/none', undefined, 404],
  ['no such file', 'GET', '/contents/none.txt', undefined, 404],
  ['no such commit', 'GET', '/commits/none', undefined, 422],
  ['a way out of the folder of refs', 'POST', '/git/refs', { ref: 'refs/heads/../../x', sha: 'main' }, 422],
  ['a branch below a branch', 'POST', '/git/refs', { ref: 'refs/heads/main/x', sha: 'main' }, 422],
  ['a folder of git in it', 'PUT', '/contents/.git/hooks/x', { message: 'm', content: 'eA==' }, 422],
  ['a file where a folder is', 'PUT', '/contents/src', { message: 'm', content: 'eA==' }, 422],
  ['a file that is there, unseen', 'PUT', '/contents/a.txt', { message: 'm', content: 'eA==' }, 422],
  ['a file that is another by now', 'PUT', '/contents/a.txt', { message: 'm', content: 'eA==', sha: '0' }, 409],
  ['nothing to propose', 'POST', '/pulls', { title: 't', head: 'main', base: 'main' }, 422],
  ['no title', 'POST', '/pulls', { head: 'main', base: 'main' }, 422],
  ['no such pull request', 'PUT', '/pulls/9/merge', {}, 404],
])('%s is refused: %s %s', async (_, method, path, body, status) => {
  await using forge = await openForge()
  expect(await forge.ask(method, path, body)).toMatchObject({ status, body: { message: expect.any(String) } })
  expect(forge.effects()).toEqual([])
})
