import { expect } from 'vitest'
import { matchers, type TrialMatchers } from './matchers.ts'

export type { TrialMatchers } from './matchers.ts'
export { type Trial, type TrialOptions, trial } from './trial.ts'

expect.extend(matchers)

declare module 'vitest' {
  interface Matchers<R extends void | Promise<void> = void | Promise<void>, T = unknown> extends TrialMatchers<R> {}
}
