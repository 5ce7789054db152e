import { fc, guardContract } from 'mettle/testing'
import { describe, expect, it } from 'vitest'
import { onceEach } from '../../../examples/bakery/guards/once-each.ts'
import { failures } from './failures.ts'

const order = { target: 'mill POST /orders', input: { bags: 40 } }

const example = {
  guard: onceEach,
  params: { on: 'mill *' },
  // A call that it lets run.
  legal: order,
  // Calls that break what it protects when nothing stops them.
  breaking: [order, order],
}

describe('the guard once-each', () => {
  for (const { title, check } of guardContract(example, fc)) it(title, check)
})

/** Checks now, takes the place when the call is done: what every first version does. */
const checkThenAct: typeof onceEach = {
  ...onceEach,
  start: () => {
    const done = new Set<string>()
    return {
      decide: ({ key }) => (done.has(key) ? { kind: 'deny', reason: 'it has run' } : { kind: 'allow', reason: 'new' }),
      settle: ({ key }, executed) => void (executed && done.add(key)),
    }
  },
}

it('fails its contract once it takes the place too late', async () => {
  expect(await failures(guardContract({ ...example, guard: checkThenAct }, fc))).toEqual([
    'lets nothing through that its oracle would find',
  ])
})
