import { AsyncLocalStorage } from 'node:async_hooks'
import { EventEmitter } from 'node:events'
import http from 'node:http'
import { syncBuiltinESMExports } from 'node:module'
import type { Agent } from '../define.ts'

/**
 * Changes what all programs are made of: a member of every object, a getter of every reply, Node's own modules.
 *
 * @attacks the trial that comes next, which must not find what another has changed
 * @expect failed: Score
 */
export const run: Agent['run'] = (_, { random }) => {
  random.pick(POLLUTIONS)()
  return 'done'
}

const POLLUTIONS: (() => unknown)[] = [
  () => Object.assign(Object.prototype, { method: 'DELETE' }),
  () => Object.defineProperty(Response.prototype, 'ok', { get: () => false }),
  () => Object.defineProperty(Array.prototype, 'at', { value: () => undefined }),
  () => Object.assign(EventEmitter.prototype, { once: () => new EventEmitter() }),
  () => Object.assign(AsyncLocalStorage.prototype, { getStore: () => undefined }),
  () => {
    Object.assign(http, { request: () => new EventEmitter() })
    syncBuiltinESMExports()
  },
]
