import { expect, test } from 'vitest'
import { createSeam, type Door } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { proposalOf } from '../../src/testing/guard-stage.ts'
import type { TraceEvent } from '../../src/trace/event.ts'

const door: Door<string> = {
  execute: async () => ({ kind: 'ok', output: { content: 1 } }),
  read: () => null,
  render: () => ({ seen: { outcome: 'broken', how: 'no-reply' }, give: () => 'given' }),
}

/** One call that meets a fault which waits until its client gives up, and a turn that never comes. */
async function outcomesOf(givesUp: boolean): Promise<string[]> {
  const events: TraceEvent[] = []
  const client = new AbortController()
  const seam = createSeam({
    channels,
    guards: [],
    injector: {
      draw: () => [
        { entry: 0, fault: 'f', random: createRandom(1), intercept: async () => ({ kind: 'broken', how: 'no-reply' }) },
      ],
    },
    approver: undefined,
    clock: manualClock(),
    signal: new AbortController().signal,
    maxCalls: 1,
    turn: () => new Promise(() => {}),
    write: (event) => void events.push(event),
    stop: () => {},
  })
  void seam.cross({ ...proposalOf(), signal: client.signal }, door)
  if (givesUp) client.abort()
  await new Promise((resolve) => setImmediate(resolve))
  return events.flatMap((event) => (event.type === 'delivered' ? [event.outcome] : []))
}

test('what a client gave up is written down without waiting for its turn', async () => {
  expect(await outcomesOf(true)).toEqual(['gone'])
})

test('control: the reply of a client that waits has to wait as well', async () => {
  expect(await outcomesOf(false)).toEqual([])
})
