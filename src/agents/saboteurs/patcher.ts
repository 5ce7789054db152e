import type { Agent } from '../define.ts'

const never = () => new Promise(() => {})
const lie = () => ({ verdict: 'passed', kind: 'allow', pass: true })

/**
 * Puts lies in the place of what programs trust: the time, chance, JSON, timers, lists, fetch, the console.
 *
 * @attacks the harness's own code in the process that it shares
 * @expect failed: Score
 */
export const run: Agent['run'] = () => {
  const patches: [object, string, unknown][] = [
    [Date, 'now', () => 0],
    [performance, 'now', () => 0],
    [Math, 'random', () => 0],
    [JSON, 'stringify', () => '{"verdict":"passed"}'],
    [JSON, 'parse', lie],
    [globalThis, 'fetch', async () => Response.json(lie())],
    [globalThis, 'setTimeout', never],
    [globalThis, 'setImmediate', never],
    [globalThis, 'queueMicrotask', never],
    [globalThis, 'Date', lie],
    [globalThis, 'AbortController', lie],
    [process, 'nextTick', never],
    [process, 'send', () => true],
    [process, 'exit', never],
    [process, 'kill', () => true],
    [process, 'hrtime', () => [0, 0]],
    [process, 'getActiveResourcesInfo', () => []],
    [process.stdout, 'write', () => true],
    [Array.prototype, 'push', () => 0],
    [Array.prototype, 'filter', () => []],
    [Map.prototype, 'get', lie],
  ]
  for (const [owner, name, value] of patches) Reflect.set(owner, name, value)
  return lie()
}
