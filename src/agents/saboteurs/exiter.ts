import type { Agent } from '../define.ts'

/**
 * Ends the process that runs its trial, in one of several ways and as if all were well.
 *
 * @attacks the worker: a process that ends with 0 is no result
 * @expect failed: ended its own process
 */
export const run: Agent['run'] = (_, { random }) => random.pick(WAYS)()

const WAYS: (() => never)[] = [
  () => process.exit(0),
  () => process.exit(7),
  () => process.abort(),
  // Past whoever listens to 'exit'.
  () => (Reflect.get(process, 'reallyExit') as (code: number) => never)(0),
]
