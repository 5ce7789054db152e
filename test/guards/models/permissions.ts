import { permissions } from '../../../src/guards/permissions.ts'
import { permissionsMutants } from '../cases/permissions-mutants.ts'
import type { Model, Subject } from './model.ts'

const NOON = Date.UTC(2026, 0, 5, 12)

/** A clerk for four calls, then a guest; from an hour after noon on locked out, whatever came before. */
function model(): Model {
  const places = new Map<string, number>()
  const begins = (name: string, ...starts: string[]) => starts.some((start) => name.startsWith(start))
  const may: Record<string, (name: string) => boolean> = {
    clerk: (name) => begins(name, 'pay ') && name !== 'pay POST /v1/payouts' && !begins(name, 'pay DELETE '),
    guest: (name) => begins(name, 'pay GET '),
    locked: () => false,
  }
  const decide: Model['decide'] = ({ id, target, covers = [] }, now) => {
    const place = places.get(id) ?? places.size + 1
    places.set(id, place)
    const role = now >= NOON + 3_600_000 ? 'locked' : place > 4 ? 'guest' : 'clerk'
    return [target, ...covers].every((name) => may[role]?.(name)) ? 'allow' : 'deny'
  }
  // A role that was lost while it waited is lost.
  return { decide, confirm: decide }
}

export const permissionsSubject: Subject = {
  name: 'permissions',
  guard: permissions,
  params: {
    role: 'clerk',
    roles: {
      clerk: { allow: 'pay *', deny: ['pay DELETE *', 'pay POST /v1/payouts'] },
      guest: { allow: ['pay GET *'] },
      locked: { allow: [] },
    },
    changes: [
      { role: 'guest', afterCalls: 4 },
      { role: 'locked', at: '2026-01-05T13:00:00Z' },
    ],
  },
  calls: [
    { target: 'pay GET /v1/charges' },
    { target: 'pay POST /v1/refunds', principal: 'agent/helper' },
    { target: 'pay POST /v1/payouts' },
    { target: 'pay POST /v1/batch', covers: ['pay GET /v1/charges', 'pay DELETE /v1/charges/{id}'] },
    { target: 'tool pay' },
  ],
  ends: ['ok', 'never'],
  waits: [1_800_000, -1_800_000],
  model,
  told: [
    'opens by default',
    'ignores deny',
    'reads the first pattern only',
    'denies everything',
    'asks for the endpoint only',
    'asks for the first of a batch',
    'keeps the first role',
    'changes a call too late',
    'does not look again',
    'trusts sub-agents',
  ],
  mutants: permissionsMutants,
}
