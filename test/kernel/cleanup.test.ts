import { describe, expect, test } from 'vitest'
import { Cleanup, withDeadline } from '../../src/kernel/cleanup.ts'

const never = () => new Promise<never>(() => {})

describe('a cleanup', () => {
  test('undoes last first, one after the other', async () => {
    const done: string[] = []
    {
      await using cleanup = new Cleanup()
      cleanup.defer('close the first', () => done.push('first'))
      cleanup.defer('close the second', async () => {
        await new Promise((resolve) => setImmediate(resolve))
        done.push('second')
      })
      expect(done).toEqual([])
    }
    expect(done).toEqual(['second', 'first'])
  })

  test('goes on after an undoing that fails, and says which', async () => {
    const done: string[] = []
    const told: string[] = []
    const cleanup = new Cleanup(20, (problem) => told.push(`${problem} ${done.length}`))
    cleanup.defer('remove the folder', () => done.push('folder'))
    cleanup.defer('stop the server', () => {
      throw new Error('it is gone')
    })
    cleanup.defer('reset the lane', async () => Promise.reject('no connection'))
    cleanup.defer('drain the queue', never)
    await cleanup[Symbol.asyncDispose]()
    expect(done).toEqual(['folder'])
    expect(told).toEqual(cleanup.problems.map((problem) => `${problem} 0`))
    expect(cleanup.problems).toEqual([
      'Failed to drain the queue: took longer than 20 ms.',
      'Failed to reset the lane: no connection.',
      'Failed to stop the server: it is gone.',
    ])
  })

  test('runs when what it cleans up after has failed', async () => {
    const done: string[] = []
    const work = async () => {
      await using cleanup = new Cleanup()
      cleanup.defer('undo', () => done.push('undone'))
      throw new Error('halfway')
    }
    await expect(work()).rejects.toThrow('halfway')
    expect(done).toEqual(['undone'])
  })

  test('undoes once, and takes what is deferred while it undoes', async () => {
    const done: string[] = []
    const cleanup = new Cleanup()
    cleanup.defer('outer', () => cleanup.defer('inner', () => done.push('inner')))
    await cleanup[Symbol.asyncDispose]()
    await cleanup[Symbol.asyncDispose]()
    expect(done).toEqual(['inner'])
  })
})

describe('a deadline', () => {
  test('gives what came in time', async () => {
    expect(await withDeadline(() => 5, 1_000)).toBe(5)
    expect(await withDeadline(async () => 'later', 1_000)).toBe('later')
  })

  test('is missed by what does not end', async () => {
    await expect(withDeadline(never, 10)).rejects.toThrow('took longer than 10 ms')
  })

  test('passes on what was thrown', async () => {
    await expect(withDeadline(() => Promise.reject(new Error('broken')), 1_000)).rejects.toThrow('broken')
    const thrown = () => {
      throw new Error('at once')
    }
    await expect(withDeadline(thrown, 1_000)).rejects.toThrow('at once')
  })

  test('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    await withDeadline(() => 5, 60_000)
    await withDeadline(() => Promise.reject(new Error('broken')), 60_000).catch(() => {})
    expect(timers()).toBe(before)
  })
})
