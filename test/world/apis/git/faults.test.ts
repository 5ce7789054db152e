import { expect, test } from 'vitest'
import { openForge } from './on-stage.ts'

const PUSH = 'forge POST /acme/shop.git/git-receive-pack'
const nth = { nth: 1 }

/** What git's own client makes of what befalls its push: how it ends, what it says, and whether the push was done all the same. */
test.each<[fault: string, ends: 'well' | 'badly', says: RegExp, done: boolean]>([
  ['permission-denied', 'badly', /error: 403/, false],
  ['rate-limited', 'badly', /error: 429/, false],
  ['timeout', 'badly', /Operation too slow/, false],
  // Its library sends it once more by itself, and the forge says no to the second: git tells of a failure, and it is done.
  ['lost-reply', 'badly', /failed to update ref/, true],
  // It asks once more by itself.
  ['authentication-failed', 'well', /main -> main/, true],
  ['connection-reset', 'well', /main -> main/, true],
])('%s on a push', async (fault, ends, says, done) => {
  await using forge = await openForge({ plan: [{ fault, on: PUSH, when: nth }] })
  await forge.commit({ 'a.txt': 'uno\n' })
  const impatient = ['-c', 'http.lowSpeedLimit=1', '-c', 'http.lowSpeedTime=1']
  const first = await forge.git(...impatient, 'push', 'origin', 'main')
  const after = forge.bare('rev-parse', 'main') === (await forge.git('rev-parse', 'main')).stdout.trim()
  expect([first.code === 0 ? 'well' : 'badly', after]).toEqual([ends, done])
  expect(first.stderr).toMatch(says)
  const second = await forge.git('push', 'origin', 'main')
  expect(second.stderr).toMatch(done ? /up-to-date/ : /main -> main/)
  expect(second.code).toBe(0)
  // However often it is asked, and whatever git said.
  expect(forge.effects().filter((one) => one.endsWith('refs/heads/main'))).toHaveLength(1)
})
