import { expect, test } from 'vitest'
import { clockSkew } from '../../src/faults/clock-skew.ts'
import { latency } from '../../src/faults/latency.ts'
import { openLab } from './lab.ts'

test.each([-60_000, 300_000])(
  'the date of a reply is %i ms from the trial’s clock, and nothing else changes',
  async (ms) => {
    const lab = openLab([{ fault: clockSkew, params: { ms } }])
    const seen = await lab.send()
    expect(Date.parse(seen.headers?.date ?? '') - lab.clock.now()).toBe(ms)
    expect(seen).toMatchObject({ status: 200, text: '{"id":"r1","amount":1200}', headers: { 'content-length': '26' } })
    const symptom = `the reply was dated ${Math.abs(ms)} ms ${ms > 0 ? 'ahead' : 'behind'}`
    expect(lab.records()).toMatchObject([{ state: 'delivered', symptom }])
  },
)

test('by the time of the answer, however long the call waited', async () => {
  const lab = openLab([{ fault: latency, params: { ms: 60_000 } }, { fault: clockSkew }])
  const sent = lab.send()
  await lab.clock.advance(60_000)
  expect(Date.parse((await sent).headers?.date ?? '') - lab.clock.now()).toBe(300_000)
  expect(lab.records()).toMatchObject([{ state: 'delivered' }, { state: 'delivered' }])
})

test('a right date is not delivered as a wrong one', async () => {
  const lab = openLab([
    { fault: { ...clockSkew, inject: () => clockSkew.inject({ ms: 0 }, null as never, null as never) } },
  ])
  expect((await lab.send()).headers?.date).toBeDefined()
  expect(lab.records()).toMatchObject([{ state: 'undelivered' }])
})

test('a second or less is no skew that a date could show', () => {
  expect(clockSkew.params.safeParse({ ms: 1_000 }).success).toBe(false)
  expect(clockSkew.params.parse({})).toEqual({ ms: 300_000 })
})
