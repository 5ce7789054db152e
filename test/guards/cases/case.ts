import type { Guard } from '../../../src/guards/define.ts'

/** One thing that a safeguard must survive. `check` rejects where the guard does not. */
export interface GuardCase<P> {
  id: string
  title: string
  check(guard: Guard<P>): Promise<void>
}

/** Broken copies of a guard, by what is wrong with them. Each must fail at least one case. */
export type Mutants<P> = Record<string, Guard<P>>

/** Runs a case against a mutant: true where the case noticed. */
export async function catches<P>({ check }: GuardCase<P>, mutant: Guard<P>): Promise<boolean> {
  try {
    await check(mutant)
    return false
  } catch {
    return true
  }
}
