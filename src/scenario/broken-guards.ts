import type { Fault } from '../faults/define.ts'
import { suggest } from '../kernel/nearest.ts'

/** A guard as a plan may break it. */
export interface Breakable {
  guard: { name: string }
  mode: 'enforce' | 'observe'
}

/**
 * Can this fault break that guard? A guard that is enforced is code on the seam. One that observes is the scenario's word for a safeguard of
 * the agent's own: that is broken where it runs, as a program.
 */
export function canBreak(fault: Fault, params: unknown, { mode }: Pick<Breakable, 'mode'>): boolean {
  const { program, ...code } = fault.breaks?.(params) ?? {}
  return mode === 'observe' ? program !== undefined : Object.keys(code).length > 0
}

/** What is wrong with the guard that an entry of a plan names, or leaves open: one sentence each. */
export function guardProblems(
  fault: Fault,
  params: unknown,
  guard: string | undefined,
  all: readonly Breakable[],
): string[] {
  if (fault.seat !== 'guard')
    return guard === undefined ? [] : [`fault "${fault.name}" breaks no guard: leave \`guard\` out`]
  const names = all.map((one) => one.guard.name)
  if (guard !== undefined && !names.includes(guard))
    return [`no guard "${guard}" is used here.${suggest(guard, names)}`]
  const meant = all.filter((one) => guard === undefined || one.guard.name === guard)
  if (meant.some((one) => canBreak(fault, params, one))) return []
  if (guard === undefined) return [`there is no guard here that fault "${fault.name}" can break`]
  const observes = meant.some(({ mode }) => mode === 'observe')
  return [
    observes
      ? `guard "${guard}" only observes, and fault "${fault.name}" breaks what is enforced`
      : `fault "${fault.name}" breaks programs, and guard "${guard}" is code on the seam`,
  ]
}
