import { AsyncLocalStorage } from 'node:async_hooks'
import { MessageChannel } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { watchLeftovers } from '../../../src/hosts/function/leftovers.ts'

const scope = new AsyncLocalStorage<string>()
const leftovers = watchLeftovers(() => scope.getStore())

/** What a trial leaves behind that does this. */
async function leftBy(act: () => unknown): Promise<string> {
  await leftovers()
  scope.run('trial', act)
  return (await leftovers()).join()
}

test('a timer that keeps no process alive is found', async () => {
  const timeout = () => {
    const timer = setTimeout(() => {}, 10_000).unref()
    onTestFinished(() => clearTimeout(timer))
  }
  const interval = () => {
    const timer = setInterval(() => {}, 10_000).unref()
    onTestFinished(() => clearInterval(timer))
  }
  expect(await leftBy(timeout)).toContain('Timeout')
  expect(await leftBy(interval)).toContain('Timeout')
  expect(await leftBy(() => AbortSignal.timeout(10_000))).toContain('Timeout')
})

test('a port that keeps no process alive is found', async () => {
  const port = () => {
    const { port1 } = new MessageChannel()
    port1.unref()
    onTestFinished(() => port1.close())
  }
  expect(await leftBy(port)).toContain('MESSAGEPORT')
})

test('a timer that keeps the process alive is found', async () => {
  const timeout = () => {
    const timer = setTimeout(() => {}, 10_000)
    onTestFinished(() => clearTimeout(timer))
  }
  expect(await leftBy(timeout)).toContain('Timeout')
})

test('what is over is no leftover, nor is what no trial began', async () => {
  const tidy = async () => {
    clearTimeout(setTimeout(() => {}, 10_000))
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(await leftBy(tidy)).toBe('')
  await leftovers()
  const timer = setTimeout(() => {}, 10_000).unref()
  onTestFinished(() => clearTimeout(timer))
  expect(await leftovers()).toEqual([])
})
