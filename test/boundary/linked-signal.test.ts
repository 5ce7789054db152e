import { expect, test } from 'vitest'
import { linkSignals } from '../../src/boundary/linked-signal.ts'

test('it aborts with the first of its sources, and with its reason', () => {
  const [one, other] = [new AbortController(), new AbortController()]
  const { signal } = linkSignals(one.signal, other.signal)
  expect(signal.aborted).toBe(false)
  other.abort('gave up')
  one.abort('too late')
  expect(signal.reason).toBe('gave up')
})

test('a source that has ended before ends it at once', () => {
  expect(linkSignals(new AbortController().signal, AbortSignal.abort('over')).signal.reason).toBe('over')
})

test('once it has ended it holds on to no source', () => {
  const source = new AbortController()
  const held: unknown[] = []
  const { addEventListener, removeEventListener } = source.signal
  source.signal.addEventListener = (...args: [string, EventListener]) => {
    held.push(args[1])
    addEventListener.apply(source.signal, args)
  }
  source.signal.removeEventListener = (...args: [string, EventListener]) => {
    held.splice(held.indexOf(args[1]), 1)
    removeEventListener.apply(source.signal, args)
  }
  const { signal, end } = linkSignals(source.signal)
  expect(held).toHaveLength(1)
  end('answered')
  expect(held).toHaveLength(0)
  source.abort('later')
  expect(signal.reason).toBe('answered')
})
