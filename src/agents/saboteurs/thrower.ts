import type { Agent } from '../define.ts'

/**
 * Throws things that are no errors, or that strike back when they are looked at.
 *
 * @attacks whoever makes a message of what was thrown
 * @expect failed: The agent threw
 */
export const run: Agent['run'] = (_, { random }) => {
  throw random.pick(THROWN)()
}

const strike = () => {
  throw new Error('struck back')
}

const THROWN: (() => unknown)[] = [
  () => undefined,
  () => null,
  () => Symbol('symbol'),
  () => Object.freeze({ toString: strike, toJSON: strike, message: { toString: strike } }),
  () => new Proxy({}, { get: strike, has: strike, ownKeys: strike, getPrototypeOf: strike }),
  () => Object.defineProperty(new Error('x'), 'message', { get: strike }),
  () => Object.assign(new Error('x'.repeat(10_000_000)), { stack: undefined }),
]
