import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type PermissionsParams, permissions } from '../../../src/guards/permissions.ts'
import type { Mutants } from './case.ts'

type Start = (params: PermissionsParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<PermissionsParams> => ({ ...permissions, start })

/** The real guard, looking at calls through a distorting glass. */
const seeing = (distort: (call: Call) => Call) =>
  like((params, context) => {
    const { decide, confirm } = permissions.start(params, context)
    return {
      decide: (call) => decide(distort(call)),
      ...(confirm && { confirm: (call) => confirm(distort(call)) }),
    }
  })

type Rights = PermissionsParams['roles'][string]

const withRights = (change: (rights: Rights) => Rights) =>
  like((params, context) => {
    const roles = Object.entries(params.roles).map(([name, rights]) => [name, change(rights)] as const)
    return permissions.start({ ...params, roles: Object.fromEntries(roles) }, context)
  })

const inList = <T>(patterns: T | T[]): T[] => [patterns].flat() as T[]

/** Allowed unless denied. */
const opensByDefault = withRights((rights) => ({ ...rights, allow: '*' }))

const remembers = like((params, context) => {
  const real = permissions.start(params, context)
  return { decide: real.decide }
})

export const permissionsMutants: Mutants<PermissionsParams> = {
  'opens by default': opensByDefault,
  'ignores deny': withRights((rights) => ({ ...rights, deny: [] })),
  'lets an exact allow win': like((params, context) => {
    const real = permissions.start(params, context)
    const exact = inList(params.roles[params.role]?.allow ?? []).map(String)
    const decide: GuardState['decide'] = (call) => {
      return exact.includes(call.target) ? { kind: 'allow', reason: 'it is named' } : real.decide(call)
    }
    return { ...real, decide }
  }),
  'reads the first pattern only': withRights(({ allow, deny }) => {
    return { allow: inList(allow).slice(0, 1), deny: inList(deny).slice(0, 1) }
  }),
  'takes the longer pattern': withRights(({ allow, deny }) => {
    const longest = Math.max(...inList(allow).map((one) => String(one).length))
    return { allow, deny: inList(deny).filter((one) => String(one).length > longest) }
  }),
  'denies everything': withRights(({ deny }) => ({ allow: [], deny })),
  'minds no case': seeing((call) => ({ ...call, target: call.target.replace('Public', 'public') })),
  'asks for the endpoint only': seeing(({ covers: _, ...call }) => call),
  'asks for the first of a batch': seeing((call) =>
    call.covers ? { ...call, covers: call.covers.slice(0, 1) } : call,
  ),
  'keeps the first role': like((params, context) => permissions.start({ ...params, changes: [] }, context)),
  'changes a call too late': seeing((call) => ({ ...call, id: `c${Number(call.id.slice(1)) - 1}` })),
  'does not look again': remembers,
  'trusts sub-agents': like((params, context) => {
    const real = permissions.start(params, context)
    return { ...real, concerns: ({ principal }) => !principal.includes('/') }
  }),
}
