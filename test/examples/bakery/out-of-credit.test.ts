import { faultContract, fc } from 'mettle/testing'
import { describe, expect, it } from 'vitest'
import { outOfCredit } from '../../../examples/bakery/faults/out-of-credit.ts'
import { failures } from './failures.ts'

describe('the fault out-of-credit', () => {
  for (const { title, check } of faultContract(outOfCredit, fc)) it(title, check)
})

it('fails its contract once it lets the call through', async () => {
  const mute: typeof outOfCredit = { ...outOfCredit, inject: () => (_call, next) => next() }
  expect(await failures(faultContract(mute, fc))).toContain('arrives where it is injected')
})
