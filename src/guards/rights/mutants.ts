import type { CallPattern } from '../../record/call-pattern.ts'
import type { Mutant } from '../mutant.ts'

interface Rights {
  allow: CallPattern | CallPattern[]
  deny: CallPattern | CallPattern[]
}

/** What of the parameters is mutated. */
interface Roles {
  roles: Record<string, Rights>
  changes: { role: string; afterCalls?: number | undefined; at?: number | undefined }[]
}

export function rightsMutants<P extends Roles>(params: P): Mutant<P>[] {
  const { roles, changes } = params
  return [
    ...Object.entries(roles).flatMap(([role, rights]) => roleMutants(params, role, rights)),
    ...changes.map((change, index) => ({
      name: `change-${index + 1}-missed`,
      describe: `the agent never becomes ${change.role}`,
      wanted: `no trial tries as ${change.role} what the role before it may do: add an agent that does it once its role has changed`,
      params: { ...params, changes: changes.toSpliced(index, 1) },
    })),
  ]
}

function roleMutants<P extends Roles>(params: P, role: string, { allow, deny }: Rights): Mutant<P>[] {
  const other = (rights: Partial<Rights>) => ({
    ...params,
    roles: { ...params.roles, [role]: { allow, deny, ...rights } },
  })
  const [allowed, denied] = [[allow].flat(), [deny].flat()]
  return [
    ...denied.map((one, index) => ({
      name: `${role}-deny-${index + 1}-missed`,
      describe: `role ${role} is not denied ${shown(one)}`,
      wanted: `no trial tries ${shown(one)} as ${role}: add an agent that does`,
      params: other({ deny: denied.toSpliced(index, 1) }),
    })),
    ...allowed.flatMap((one, index) => {
      if (typeof one === 'string') return []
      return [
        {
          name: `${role}-allow-${index + 1}-by-name`,
          describe: `role ${role} may use ${one.target} with any input`,
          wanted: `no trial uses ${one.target} as ${role} with another input than ${JSON.stringify(one.input)}: add an agent that does`,
          params: other({ allow: allowed.with(index, one.target) }),
        },
      ]
    }),
    ...wholesOf(allowed).map((place) => ({
      name: `${role}-all-of-${place}`,
      describe: `role ${role} may use everything of ${place}`,
      wanted: `no trial uses something else of ${place} than role ${role} may: add an agent that does`,
      params: other({ allow: [...allowed, `${place} *`] }),
    })),
  ]
}

/** The APIs, databases and channels of which a role may use some, and not all. */
function wholesOf(allowed: readonly CallPattern[]): string[] {
  const names = allowed.map((one) => (typeof one === 'string' ? one : one.target))
  const places = new Set(names.map((name) => name.split(' ', 1)[0] ?? ''))
  return [...places].filter((place) => /^[\w.-]+$/.test(place) && !names.includes(`${place} *`))
}

function shown(pattern: CallPattern): string {
  return typeof pattern === 'string' ? pattern : `${pattern.target} with ${JSON.stringify(pattern.input)}`
}
