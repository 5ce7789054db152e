/** What the variants begin with in which a guard is tried by itself: 'probe.budget.guard-throws'. Every scenario has them, and none lists them. */
export const PROBE = 'probe.'

/** Is this the name of such a variant? */
export function isProbe(variant: string): boolean {
  return variant.startsWith(PROBE)
}
