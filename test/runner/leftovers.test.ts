import { AsyncLocalStorage } from 'node:async_hooks'
import { MessageChannel } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { watchLeftovers } from '../../src/runner/leftovers.ts'

const scope = new AsyncLocalStorage<string>()
const leftovers = watchLeftovers(() => scope.getStore())

/** What a trial leaves that does this. */
async function left(act: () => unknown): Promise<string[]> {
  await leftovers()
  await scope.run('trial', async () => act())
  return leftovers()
}

describe('what keeps no process alive is found', () => {
  const sleepers: Record<string, { sleep: () => () => unknown; kind: string }> = {
    'a timer': {
      kind: 'Timeout',
      sleep: () => {
        const timer = setTimeout(() => {}, 10_000).unref()
        return () => clearTimeout(timer)
      },
    },
    'an interval': {
      kind: 'Timeout',
      sleep: () => {
        const timer = setInterval(() => {}, 10_000).unref()
        return () => clearInterval(timer)
      },
    },
    'a signal that waits': { kind: 'Timeout', sleep: () => () => AbortSignal.timeout(5_000) },
    'a port': {
      kind: 'MESSAGEPORT',
      sleep: () => {
        const { port1 } = new MessageChannel()
        port1.unref()
        return () => port1.close()
      },
    },
  }
  test.each(Object.entries(sleepers))('%s', async (_, { sleep, kind }) => {
    let wake: () => unknown = () => {}
    let held: unknown
    const found = await left(() => {
      wake = sleep()
      if (wake.length === 0 && kind === 'Timeout') held = wake
    })
    if (found.length === 0) expect(await left(() => (held as () => unknown)())).toEqual([`1 x ${kind}`])
    else expect(found.join()).toContain(kind)
    wake()
  })
})
