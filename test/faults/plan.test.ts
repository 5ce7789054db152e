import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import type { Fault } from '../../src/faults/define.ts'
import { latency } from '../../src/faults/latency.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { malformedBody } from '../../src/faults/malformed-body.ts'
import { none } from '../../src/faults/none.ts'
import { timeout } from '../../src/faults/timeout.ts'
import type { When } from '../../src/record/plan.ts'
import { call, injector } from './drawing.ts'
import { type Entry, openLab } from './lab.ts'

/** Which of the calls an entry with this `when` selects, counted from 1. */
function selected(when: When, calls: Call[]): number[] {
  const { draw } = injector([{ fault: none, when }])
  return calls.flatMap((each, index) => (draw(each).length > 0 ? [index + 1] : []))
}

const six = Array.from({ length: 6 }, (_, index) => call(`k${index}`))

describe('when', () => {
  test.each<[When, number[]]>([
    ['always', [1, 2, 3, 4, 5, 6]],
    [{ nth: 2 }, [2]],
    [{ from: 4 }, [4, 5, 6]],
    [{ from: 2, to: 3 }, [2, 3]],
    [{ from: 3, to: 2 }, []],
    [{ every: 3 }, [3, 6]],
    [{ attempt: 1 }, [1, 2, 3, 4, 5, 6]],
    [{ attempt: 2 }, []],
    [{ probability: 0 }, []],
    [{ probability: 1 }, [1, 2, 3, 4, 5, 6]],
  ])('%j selects %j of six calls', (when, expected) => {
    expect(selected(when, six)).toEqual(expected)
  })

  test('counts by target', () => {
    const calls = ['a', 'b', 'a', 'b', 'b'].map((target, index) => call(`k${index}`, { target }))
    expect(selected({ nth: 2 }, calls)).toEqual([3, 4])
    expect(selected({ every: 2 }, calls)).toEqual([3, 4])
  })

  test('counts by entry: two entries do not take turns', () => {
    const { draw } = injector([
      { fault: none, when: { nth: 2 } },
      { fault: latency, when: { nth: 2 } },
    ])
    expect(six.map((each) => draw(each).map(({ fault }) => fault))).toEqual([[], ['none', 'latency'], [], [], [], []])
  })

  test('looks at the attempt of the call, not at its place', () => {
    const calls = [
      call('a'),
      call('b'),
      call('a', { attempt: 2 }),
      call('b', { attempt: 2 }),
      call('a', { attempt: 3 }),
    ]
    expect(selected({ attempt: 2 }, calls)).toEqual([3, 4])
  })
})

describe('on', () => {
  test('only calls that the pattern fits are drawn and counted', () => {
    const { draw } = injector([{ fault: none, on: 'payments POST *', when: { nth: 2 } }])
    const targets = ['payments POST /v1/refunds', 'payments GET /v1/refunds', 'payments POST /v1/refunds']
    expect(targets.map((target, index) => draw(call(`k${index}`, { target })).length)).toEqual([0, 0, 1])
  })

  test('a fault is drawn on its channels only', () => {
    const { draw } = injector([{ fault: malformedBody, when: { nth: 1 } }])
    expect(draw(call('a', { channel: 'tool' }))).toEqual([])
    expect(draw(call('b'))).toHaveLength(1)
  })
})

describe('access', () => {
  const accesses = ['read', 'write', 'unknown'] as const
  const drawn = (fault: Fault) => {
    const { draw } = injector([{ fault, when: { nth: 1 } }])
    return accesses.filter((access, index) => draw({ ...call(`k${index}`), access }).length > 0)
  }

  test('a fault that concerns reads or writes is drawn on and counts no others; what is unknown is a write', () => {
    expect(drawn({ ...none, access: 'read' })).toEqual(['read'])
    expect(drawn({ ...none, access: 'write' })).toEqual(['write'])
    expect(drawn(none)).toEqual(['read'])
    const { draw } = injector([{ fault: { ...none, access: 'write' } }])
    expect(draw({ ...call('a'), access: 'unknown' })).toHaveLength(1)
  })
})

describe('nesting', () => {
  test('the first entry is the outermost, and nothing is drawn behind a terminal one', () => {
    const { draw } = injector([
      { fault: latency },
      { fault: timeout, when: { nth: 1 } },
      { fault: lostReply, when: { from: 1 } },
    ])
    expect(draw(call('a')).map(({ fault, entry }) => [entry, fault])).toEqual([
      [0, 'latency'],
      [1, 'timeout'],
    ])
    expect(draw(call('b')).map(({ entry }) => entry)).toEqual([0, 2])
  })

  test('a call hidden by a terminal entry still counts', () => {
    const { draw } = injector([
      { fault: timeout, when: { nth: 1 } },
      { fault: lostReply, when: { nth: 2 } },
    ])
    expect(six.slice(0, 3).map((each) => draw(each).map(({ fault }) => fault))).toEqual([
      ['timeout'],
      ['lost-reply'],
      [],
    ])
  })

  test('on the seam they wrap each other in that order', async () => {
    const lab = openLab([
      { fault: latency, params: { ms: 100 } },
      { fault: lostReply, params: { afterMs: 50 } },
    ])
    const sent = lab.send()
    sent.catch(() => {})
    await lab.clock.advance(100)
    expect(lab.path()).toEqual(['fault', 'fault', 'executed'])
    await lab.clock.advance(50)
    await expect(sent).rejects.toThrow('reset')
    expect(lab.records()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }])
  })
})

describe('probability', () => {
  const calls = Array.from({ length: 2_000 }, (_, index) => call(`http:${index}`))
  const hits = (probability: number, seed: number, among = calls) => {
    const { draw } = injector([{ fault: none, when: { probability } }], seed)
    return new Set(among.filter((each) => draw(each).length > 0).map(({ key }) => key))
  }

  test.each([0.01, 0.1, 0.5])(
    'at %f every one of 20 seeds selects about its share, and all together exactly so',
    (p) => {
      const counts = Array.from({ length: 20 }, (_, index) => hits(p, index + 1).size)
      const deviation = Math.sqrt(2_000 * p * (1 - p))
      // 4 standard deviations: a fair hash leaves them once in 16,000 counts.
      for (const count of counts) expect(Math.abs(count - 2_000 * p)).toBeLessThan(4 * deviation)
      const total = counts.reduce((sum, count) => sum + count, 0)
      expect(Math.abs(total - 40_000 * p)).toBeLessThan(4 * deviation * Math.sqrt(20))
      // A badly mixed hash clumps: its counts scatter far more than chance does.
      const variance = counts.reduce((sum, count) => sum + (count - 2_000 * p) ** 2, 0) / 20
      expect(variance / deviation ** 2).toBeLessThan(2.2)
    },
  )

  test('the order of calls changes nothing', () => {
    const shuffled = calls.toSorted((a, b) =>
      a.key.split('').reverse().join('') < b.key.split('').reverse().join('') ? -1 : 1,
    )
    expect(shuffled[0]).not.toBe(calls[0])
    expect(hits(0.1, 7, shuffled)).toEqual(hits(0.1, 7))
    expect(hits(0.1, 7, calls.slice(1_000))).toEqual(
      new Set([...hits(0.1, 7)].filter((key) => Number(key.slice(5)) >= 1_000)),
    )
  })

  test('seed, entry, key and attempt each make another chance', () => {
    expect(hits(0.5, 1)).not.toEqual(hits(0.5, 2))
    const retries = calls.map((each) => ({ ...each, attempt: 2 }))
    expect(hits(0.5, 1, retries)).not.toEqual(hits(0.5, 1))
    const { draw } = injector([
      { fault: none, when: { probability: 0.5 } },
      { fault: latency, when: { probability: 0.5 } },
    ])
    const both = calls.filter((each) => draw(each).length === 2).length
    expect(both).toBeGreaterThan(400)
    expect(both).toBeLessThan(600)
  })
})

test('each entry and call has a stream of its own, whatever else is drawn', () => {
  const streams = (plan: Entry[], each: Call) =>
    injector(plan)
      .draw(each)
      .map(({ random }) => random.next())
  const [alone] = streams([{ fault: none }], call('a'))
  expect(streams([{ fault: none }, { fault: latency }], call('a'))[0]).toBe(alone)
  const others = [
    ...streams([{ fault: none }], call('b')),
    ...streams([{ fault: none }], call('a', { attempt: 2 })),
    ...streams([{ fault: none }, { fault: none }], call('a')).slice(1),
  ]
  expect(new Set([alone, ...others]).size).toBe(4)
})
