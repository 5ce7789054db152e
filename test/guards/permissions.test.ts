import { describe, expect, test } from 'vitest'
import type { HttpWorld } from '../../src/boundary/http-world.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { guardStage, replyWith } from '../../src/testing/guard-stage.ts'
import { checkSpellings } from './cases/permissions-cases.ts'

const ROLES = { clerk: { allow: 'shop *', deny: 'shop DELETE *' }, nobody: { allow: [] } }

describe('the parameters of permissions', () => {
  test('are read, times as ms', () => {
    const changes = [{ role: 'nobody', at: '1970-01-01T00:00:01+00:00' }]
    expect(permissions.params.parse({ role: 'clerk', roles: ROLES, changes })).toEqual({
      role: 'clerk',
      roles: { clerk: { allow: 'shop *', deny: 'shop DELETE *' }, nobody: { allow: [], deny: [] } },
      changes: [{ role: 'nobody', at: 1_000 }],
    })
  })

  test.each([
    [{}],
    [{ role: 'clerk' }],
    [{ role: 'clerk', roles: {} }],
    [{ role: 'toString', roles: ROLES }],
    [{ role: 'clerk', roles: { clerk: {} } }],
    [{ role: 'clerk', roles: ROLES, changes: [{ role: 'nobody' }] }],
    [{ role: 'clerk', roles: ROLES, changes: [{ role: 'nobody', at: 'noon' }] }],
    [{ role: 'clerk', roles: ROLES, changes: [{ role: 'nobody', at: '2026-01-01T00:00:00Z', afterCalls: 1 }] }],
    [{ role: 'clerk', roles: ROLES, changes: [{ role: 'boss', afterCalls: 1 }] }],
  ])('%j are refused', (params) => {
    expect(permissions.params.safeParse(params).success).toBe(false)
  })

  test('a role that is not there is told with those that are', () => {
    const { error } = permissions.params.safeParse({ role: 'clark', roles: ROLES })
    expect(error?.message).toContain('there is no role \\"clark\\". Did you mean \\"clerk\\"? Known: clerk, nobody.')
  })
})

describe('one parser for guard and router', () => {
  /** A router that knows pages by their raw text and serves them by their meaning. */
  const naive = (http: HttpWorld): HttpWorld => ({
    route: (method, url) => {
      const route = http.route(method, url)
      return route && { ...route, target: `vault ${method} ${url.pathname}`, declare: () => ({ items: 1 }) }
    },
  })

  test('is what keeps the spellings of a page together', async () => {
    await expect(checkSpellings(permissions)).resolves.toBeUndefined()
  })

  test('positive control: two parsers are found', async () => {
    await expect(checkSpellings(permissions, naive)).rejects.toThrow(/is denied to a guest|has no effect/)
  })
})

describe('the oracle of permissions', () => {
  const observe = (changes: unknown[] = [], clock = manualClock()) =>
    guardStage({ guard: permissions, params: { role: 'clerk', roles: ROLES, changes }, mode: 'observe', clock })

  test('says who had no right to what', async () => {
    const stage = observe([{ role: 'nobody', afterCalls: 3 }])
    await stage.cross({ target: 'shop DELETE /orders/{id}' })
    await stage.cross({ target: 'shop POST /batch', covers: ['shop POST /orders', 'bank POST /transfers'] })
    await stage.cross({ target: 'shop POST /orders' })
    await stage.cross({ target: 'shop POST /orders' })
    expect(stage.violations()).toEqual([
      { calls: ['c1'], message: 'shop DELETE /orders/{id} ran: role clerk is denied shop DELETE /orders/{id}' },
      { calls: ['c2'], message: 'shop POST /batch ran: nothing allows role clerk to use bank POST /transfers' },
      { calls: ['c4'], message: 'shop POST /orders ran: nothing allows role nobody to use shop POST /orders' },
    ])
  })

  test('goes by the role in force when the call ran', async () => {
    const clock = manualClock(0)
    const stage = observe([{ role: 'nobody', at: '1970-01-01T00:00:01Z' }], clock)
    await stage.cross({ target: 'shop POST /orders' })
    clock.set(1_000)
    await stage.cross({ target: 'shop POST /orders' })
    expect(stage.violations()).toMatchObject([{ calls: ['c2'] }])
  })

  test('counts what the world refused without effects for nothing, and an effect for a deed', async () => {
    const stage = observe()
    const target = 'shop DELETE /orders/{id}'
    await stage.cross({ target, world: () => replyWith('error', {}) })
    await stage.cross({ target, access: 'read', world: () => replyWith('ok', {}) })
    expect(stage.violations()).toMatchObject([{ calls: ['c2'] }])
  })
})

describe('a right to some arguments', () => {
  const pay = (to: string) => ({ target: 'tool pay', input: { to, amount: { value: 5 } } })
  const stage = (clerk: object, mode: 'enforce' | 'observe' = 'enforce') =>
    guardStage({ guard: permissions, params: { role: 'clerk', roles: { clerk } }, mode })
  const landlord = { target: 'tool pay', input: { to: 'landlord' } }

  test.each([
    ['allowed', { allow: [landlord, 'tool look'] }, 'landlord', 'thief'],
    ['denied', { allow: 'tool *', deny: landlord }, 'thief', 'landlord'],
  ])('%s: the guard and its oracle hold a call to its input', async (_, rights, right, wrong) => {
    const enforced = stage(rights)
    await enforced.cross(pay(right))
    await enforced.cross(pay(wrong))
    expect(enforced.evidence().calls.map(({ executed }) => executed !== undefined)).toEqual([true, false])
    const observed = stage(rights, 'observe')
    await observed.cross(pay(right))
    await observed.cross(pay(wrong))
    const params = permissions.params.parse({ role: 'clerk', roles: { clerk: rights } })
    expect(permissions.violations(observed.evidence(), params)).toMatchObject([{ calls: ['c2'] }])
  })
})
