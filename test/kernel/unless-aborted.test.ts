import { expect, test } from 'vitest'
import { unlessAborted } from '../../src/kernel/unless-aborted.ts'

const never = () => new Promise<never>(() => {})

test('what comes in time is handed on, also where nothing can abort', async () => {
  expect(await unlessAborted(undefined, 1)).toBe(1)
  expect(await unlessAborted(new AbortController().signal, Promise.resolve(1))).toBe(1)
  await expect(unlessAborted(new AbortController().signal, Promise.reject(new Error('no')))).rejects.toThrow('no')
})

test('what comes too late is not waited for', async () => {
  const over = new AbortController()
  const waiting = unlessAborted(over.signal, never())
  over.abort(new Error('over'))
  await expect(waiting).rejects.toThrow('over')
  await expect(unlessAborted(over.signal, never())).rejects.toThrow('over')
})

test('within its grace it still counts, after that it does not', async () => {
  const over = new AbortController()
  over.abort(new Error('over'))
  const soon = new Promise((resolve) => setTimeout(() => resolve('soon'), 20))
  expect(await unlessAborted(over.signal, soon, 10_000)).toBe('soon')
  await expect(unlessAborted(over.signal, never(), 20)).rejects.toThrow('over')
})
