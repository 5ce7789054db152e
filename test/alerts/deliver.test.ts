import { expect, test } from 'vitest'
import { openDelivery } from '../../src/alerts/deliver.ts'
import type { Alert } from '../../src/record/alert.ts'
import { alertWith } from './sample.ts'

test('every sink gets every alert in order, and a failing one harms no other', async () => {
  const got: string[] = []
  const good = { name: 'good', send: ({ message }: Alert) => void got.push(message) }
  const broken = {
    name: 'broken',
    send: () => {
      throw new Error('no room')
    },
  }
  const rejecting = { name: 'rejecting', send: async () => Promise.reject(new Error('nobody there')) }
  const { deliver, close } = openDelivery([broken, good, rejecting])
  for (const message of ['a', 'b', 'c']) deliver(alertWith({ message }))
  expect(await close()).toEqual([
    '3 of 3 alerts did not reach the sink "broken": no room.',
    '3 of 3 alerts did not reach the sink "rejecting": nobody there.',
  ])
  expect(got).toEqual(['a', 'b', 'c'])
})

test('a sink that never comes back holds up nothing, and is told of', async () => {
  const { deliver, close } = openDelivery([{ name: 'stuck', send: () => new Promise(() => {}) }], 30)
  const since = performance.now()
  for (let count = 0; count < 5_000; count++) deliver(alertWith())
  expect(performance.now() - since).toBeLessThan(5_000)
  expect(await close()).toEqual(['5000 of 5000 alerts did not reach the sink "stuck": more than 1000 waited for it.'])
})

test('without sinks there is nothing to wait for', async () => {
  const { deliver, close } = openDelivery([])
  deliver(alertWith())
  expect(await close()).toEqual([])
})
