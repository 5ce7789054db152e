// Read by the compiler alone: what the matchers accept.
import { trial } from 'mettle/vitest'
import { expect } from 'vitest'

export async function accepted(): Promise<void> {
  const found = await trial('pay', { agent: 'thrifty', variant: 'lost-reply', repeat: 2, seed: 7 })
  expect(found).toHavePassed()
  expect(found).not.toHaveHeld('budget')
  expect(found).toHaveDelivered('a-fault-of-my-own')
  expect(found.record.verdict).toBe('passed')
  // @ts-expect-error: it takes nothing
  expect(found).toHavePassed('budget')
  // @ts-expect-error: which guard?
  expect(found).toHaveHeld()
  // @ts-expect-error: a name is a text
  expect(found).toHaveDelivered(3)
  // @ts-expect-error: there is no such option
  await trial('pay', { agents: ['thrifty'] })
}
