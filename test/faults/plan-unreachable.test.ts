import { describe, expect, test } from 'vitest'
import { connectionLost } from '../../src/faults/connection-lost.ts'
import { deadlock } from '../../src/faults/deadlock.ts'
import { latency } from '../../src/faults/latency.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { none } from '../../src/faults/none.ts'
import { unreachableEntries } from '../../src/faults/plan.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { call, injector } from './drawing.ts'
import { bind, type Entry } from './lab.ts'

describe('unreachable entries', () => {
  const unreachable = (...plan: Entry[]) => unreachableEntries(plan.map(bind))
  const charge = 'payments POST /v1/charges'

  test('the message names both', () => {
    expect(unreachable({ fault: none }, { fault: timeout }, { fault: lostReply, on: charge })).toEqual([
      `entry 2 (lost-reply on "${charge}") can never run: entry 1 (timeout on "*") answers the same calls before it. Put it first, or narrow the other.`,
    ])
  })

  test.each<[string, Entry, Entry]>([
    ['the same target', { fault: timeout, on: charge }, { fault: latency, on: charge, when: { nth: 2 } }],
    ['a wider pattern over one target', { fault: timeout, on: 'payments *' }, { fault: latency, on: charge }],
    ['the same pattern', { fault: timeout, on: 'payments *' }, { fault: latency, on: 'payments *' }],
    ['a wider pattern', { fault: timeout, on: 'pay* POST *' }, { fault: latency, on: 'pay*ts POST */charges' }],
    ['every target', { fault: timeout }, { fault: latency, on: 'payments *' }],
    ['by its parameters', { fault: connectionLost, params: { moment: 'before' } }, { fault: deadlock }],
    ['the same count', { fault: timeout, when: { nth: 2 } }, { fault: lostReply, when: { nth: 2 } }],
  ])('%s', (_title, early, late) => {
    expect(unreachable(early, late)).toHaveLength(1)
    const { draw } = injector([early, late])
    const [channel = 'http'] = late.fault.channels
    const drawn = Array.from({ length: 5 }, (_, index) => draw(call(`k${index}`, { target: charge, channel }))).flat()
    expect(drawn.filter(({ entry }) => entry === 1)).toEqual([])
  })

  test.each<[string, Entry, Entry]>([
    ['the earlier one lets the world run', { fault: lostReply }, { fault: latency }],
    [
      'the earlier one does by its parameters',
      { fault: connectionLost, params: { moment: 'after' } },
      { fault: deadlock },
    ],
    ['the earlier one is on another target', { fault: timeout, on: 'x' }, { fault: latency, on: charge }],
    ['the earlier one concerns writes only', { fault: { ...timeout, access: 'write' }, on: '*' }, { fault: latency }],
    ['the earlier one is narrower', { fault: timeout, on: charge }, { fault: latency, on: 'payments *' }],
    ['the patterns overlap', { fault: timeout, on: '*/v1/charges' }, { fault: latency, on: 'payments *' }],
    ['the earlier one acts sometimes', { fault: timeout, when: { nth: 1 } }, { fault: latency }],
    [
      'both act by chance',
      { fault: timeout, when: { probability: 0.5 } },
      { fault: latency, when: { probability: 0.5 } },
    ],
    [
      'the earlier one is not on all of its channels',
      { fault: { ...timeout, channels: ['model'] } },
      { fault: latency },
    ],
  ])('not where %s', (_title, early, late) => {
    expect(unreachable(early, late)).toEqual([])
    const { draw } = injector([early, late])
    const [channel = 'http'] = late.fault.channels
    const drawn = Array.from({ length: 40 }, (_, index) => {
      return [charge, 'payments GET /v1/balance'].flatMap((target) =>
        draw(call(`${target}${index}`, { target, channel })),
      )
    }).flat()
    expect(drawn.filter(({ entry }) => entry === 1)).not.toEqual([])
  })
})
