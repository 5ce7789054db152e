/** Tells how many arguments an agent was given. */
export function run(...args: unknown[]): number {
  return args.length
}
