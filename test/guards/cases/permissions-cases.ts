import assert from 'node:assert/strict'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import type { HttpWorld } from '../../../src/boundary/http-world.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { PermissionsParams } from '../../../src/guards/permissions.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { type GuardStage, guardStage } from '../../../src/testing/guard-stage.ts'
import { answering } from './approval-cases.ts'
import type { GuardCase } from './case.ts'
import { VAULT, type VaultStage, vaultStage } from './vault.ts'

/** May go everywhere but to /admin. */
const GUEST = { role: 'guest', roles: { guest: { allow: ['vault *'], deny: ['vault * /admin', 'vault * /admin/*'] } } }
/** May read one page. */
const READER = { role: 'reader', roles: { reader: { allow: ['vault GET /public'] } } }
const ADMIN = { role: 'admin', roles: { admin: { allow: ['vault GET /admin'] } } }

/** Ways to write one and the same page. */
const SAME = [
  '/admin',
  '//admin',
  '/admin/',
  '///admin//',
  '/./admin',
  '/x/../admin',
  '/%2e%2e/admin',
  '/%2E/admin',
  '/%61dmin',
  '/%61%64%6d%69%6e',
  '/admin;x',
  '/admin;x=public',
  '/;x/admin',
  '/admin?x=/public',
  '/admin#/public',
  '\\admin',
]
/** Ways that lead to no page, whatever some server might make of them. */
const NOWHERE = [
  '/ADMIN',
  '/Admin',
  '/admin.',
  '/admin%20',
  '/admin%00',
  '/%2561dmin',
  '/public%2f..%2fadmin',
  '/public/..%2Fadmin',
  '/public%5c..%5cadmin',
  '/%ff/admin',
  '/public/%2e%2e%3b/admin',
  '/https://vault.test/admin',
]
const ELSEWHERE = [
  'https://vault.test./admin',
  'http://vault.test/admin',
  'https://vault.test:8443/admin',
  'https://user:word@vault.test/admin',
]
const OVERRIDES = ['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override', 'X-Original-URL', 'X-Rewrite-URL']

const effects = ({ evidence }: Pick<VaultStage, 'evidence'>) => evidence().effects.length
const targets = ({ evidence }: Pick<VaultStage, 'evidence'>) => evidence().calls.map(({ call }) => call.target)

/** However it is spelled: it is decided as the page that it reaches, or it reaches none. */
export async function checkSpellings(guard: Guard<PermissionsParams>, twist?: (http: HttpWorld) => HttpWorld) {
  for (const spelling of [...SAME.map((path) => `${VAULT}${path}`), 'https://VAULT.TEST/admin', `${VAULT}:443/admin`]) {
    const guest = vaultStage(guard, GUEST, twist)
    assert.equal(await guest.send(spelling), 403, `${spelling} is denied to a guest`)
    assert.equal(effects(guest), 0, `${spelling} has no effect`)
    const admin = vaultStage(guard, ADMIN, twist)
    assert.equal(await admin.send(spelling), 200, `${spelling} is open to an admin`)
    assert.deepEqual(targets(admin), ['vault GET /admin'], `${spelling} is the same page`)
  }
  for (const path of NOWHERE) {
    const guest = vaultStage(guard, GUEST, twist)
    assert.ok([403, 404].includes(Number(await guest.send(`${VAULT}${path}`))), `${path} reaches nothing`)
    assert.equal(effects(guest), 0, `${path} has no effect`)
  }
  for (const url of ELSEWHERE) {
    const guest = vaultStage(guard, GUEST, twist)
    assert.match(String(await guest.send(url)), /TypeError/, `${url} is not served`)
    assert.deepEqual(targets(guest), [], `${url} does not cross`)
  }
}

async function checkOverrides(guard: Guard<PermissionsParams>): Promise<void> {
  for (const name of OVERRIDES) {
    const value = name.endsWith('URL') ? '/admin' : 'DELETE'
    const guest = vaultStage(guard, { ...GUEST })
    assert.equal(await guest.send(`${VAULT}/notes`, { method: 'POST', headers: { [name]: value } }), 403, name)
    assert.equal(effects(guest), 0, `${name} has no effect`)
  }
  const guest = vaultStage(guard, GUEST)
  const honest = { method: 'POST', headers: { 'X-HTTP-Method-Override': 'POST' } }
  assert.equal(await guest.send(`${VAULT}/notes`, honest), 200, 'a method told twice alike is no trick')
}

/** Nothing names it: it is denied, not answered with 404. */
async function checkUnmatched(guard: Guard<PermissionsParams>): Promise<void> {
  for (const path of ['/admin', '/Admin', '/admin.', '/nothing', '/public/more', '/Public', '/public%2f']) {
    const reader = vaultStage(guard, READER)
    assert.equal(await reader.send(`${VAULT}${path}`), 403, `${path} is denied`)
    assert.equal(reader.evidence().calls[0]?.executed, undefined)
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'HEAD', 'OPTIONS', 'PATCH', 'get', 'PURGE']) {
    const reader = vaultStage(guard, READER)
    const status = await reader.send(`${VAULT}/public`, { method })
    assert.equal(status, method === 'get' ? 200 : 403, method)
  }
  const stage = guardStage({ guard, params: READER })
  for (const target of ['tool act', '', 'model chat', 'vault GET /publi', 'vault get /public'])
    await stage.cross({ target })
  assert.equal(stage.evidence().effects.length, 0)
}

async function deleted(guard: Guard<PermissionsParams>, deny: string[], path: string, body?: unknown) {
  const stage = vaultStage(guard, { role: 'clerk', roles: { clerk: { allow: ['vault *'], deny } } })
  const sent = body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
  await stage.send(`${VAULT}${path}`, { method: 'POST', ...sent })
  return stage.evidence().effects.length > 0
}

const DELETE = ['vault DELETE *']
const BY_FIELD = ['vault field deleteItem']
const batch = (...paths: string[]) => ({ operations: paths.map((path) => ({ method: 'DELETE', path })) })

function ran({ evidence }: GuardStage): boolean[] {
  return evidence().calls.map((story) => story.effects.length > 0)
}

export const permissionsCases: GuardCase<PermissionsParams>[] = [
  {
    id: 'C1',
    title: 'however a page is spelled, it is decided as the page that it reaches; what nothing names is denied',
    check: async (guard) => {
      await checkSpellings(guard)
      await checkOverrides(guard)
      await checkUnmatched(guard)
    },
  },
  {
    id: 'C3',
    title: 'batch, query and alias endpoints keep the checks of the single item',
    check: async (guard) => {
      assert.equal(await deleted(guard, [], '/v1/batch', batch('/v1/items/it_1')), true, 'an allowed batch runs')
      assert.equal(await deleted(guard, DELETE, '/v1/batch', batch('/v1/items/it_1')), false, 'a batch of one')
      assert.equal(await deleted(guard, DELETE, '/v1/batch', batch('//v1/%69tems/it_1;x')), false, 'spelled otherwise')
      const hidden = { operations: [{ method: 'GET', path: '/public' }, ...batch('/v1/items/it_2').operations] }
      assert.equal(await deleted(guard, DELETE, '/v1/batch', hidden), false, 'the last of a batch')
      assert.equal(await deleted(guard, [], '/v1/batch', batch('/v1/..%2fitems/it_1')), false, 'no canonical form')
      assert.equal(await deleted(guard, [], '/v1/batch', { operations: 'all' }), false, 'what is no list')
      const query = { query: 'mutation { deleteItem(id: "it_1") }' }
      assert.equal(await deleted(guard, [], '/graphql', query), true, 'an allowed field runs')
      assert.equal(await deleted(guard, BY_FIELD, '/graphql', query), false, 'a field of a query')
      assert.equal(await deleted(guard, [], '/v2/items/it_1/remove'), true, 'an allowed alias runs')
      assert.equal(await deleted(guard, DELETE, '/v2/items/it_1/remove'), false, 'an alias')
    },
  },
  {
    id: 'C4',
    title: 'deny beats allow, whatever the order and however exact',
    check: async (guard) => {
      const rights = [
        { allow: ['tool *'], deny: ['tool drop'] },
        { deny: ['tool drop'], allow: ['tool *'] },
        { allow: ['tool drop', 'tool *'], deny: 'tool d*' },
        { deny: '*drop', allow: 'tool drop' },
        { allow: '*', deny: ['no such tool', 'tool drop'] },
      ]
      for (const rights_ of rights) {
        const stage = guardStage({ guard, params: { role: 'a', roles: { a: { ...rights_ } } } })
        await stage.cross({ target: 'tool drop' })
        assert.deepEqual(ran(stage), [false], JSON.stringify(rights_))
        assert.deepEqual(stage.violations(), [])
      }
      const stage = guardStage({
        guard,
        params: { role: 'a', roles: { a: { allow: ['tool *'], deny: ['tool drop'] } } },
      })
      await stage.cross({ target: 'tool keep' })
      assert.deepEqual(ran(stage), [true], 'what is not denied runs')
    },
  },
]

const TWO = { writer: { allow: 'tool *' }, nobody: { allow: [] } }
const NOON = '2026-01-01T12:00:00Z'

export const morePermissionsCases: GuardCase<PermissionsParams>[] = [
  {
    id: 'C5',
    title: 'a role that changes in the middle of a trial acts at once',
    check: async (guard) => {
      const counted = guardStage({
        guard,
        params: {
          role: 'writer',
          roles: TWO,
          changes: [
            { role: 'nobody', afterCalls: 2 },
            { role: 'writer', afterCalls: 3 },
          ],
        },
      })
      for (let time = 0; time < 4; time++) await counted.cross()
      assert.deepEqual(ran(counted), [true, true, false, true])
      assert.deepEqual(counted.violations(), [])
      const timed = { role: 'writer', roles: TWO, changes: [{ role: 'nobody', at: NOON }] }
      const stage = guardStage({ guard, params: timed, clock: manualClock(Date.parse(NOON) - 1) })
      await stage.cross()
      stage.clock.set(Date.parse(NOON))
      await stage.cross()
      assert.deepEqual(ran(stage), [true, false])
      await heldOverNoon(guard, timed)
    },
  },
  {
    id: 'C7',
    title: 'a deputy has the rights of its principal',
    check: async (guard) => {
      const stage = guardStage({ guard, params: READER })
      for (const principal of ['agent/helper', 'admin', 'reader', '']) await stage.cross({ principal })
      assert.deepEqual(ran(stage), [false, false, false, false])
    },
  },
]

/** Allowed at 11:59:59, approved at 12:30: the right was gone when it would have run. */
async function heldOverNoon(guard: Guard<PermissionsParams>, params: unknown): Promise<void> {
  const approver = answering('silent')
  const resolve = () => ({ kind: 'allow', reason: 'fine' }) as const
  const slow: SeatedGuard = {
    name: 'slow',
    mode: 'enforce',
    decide: () => ({ kind: 'hold', reason: 'a person looks', timeoutMs: 1_800_000, resolve }),
  }
  const stage = guardStage({ guard, params, approver, others: [slow], clock: manualClock(Date.parse(NOON) - 1_000) })
  const reply = stage.cross()
  await stage.clock.advance(1_800_000)
  await reply
  assert.deepEqual(ran(stage), [false], 'a right that was lost while it waited')
  assert.deepEqual(stage.violations(), [])
}
