import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { memoryMeter } from '../../src/kernel/memory.ts'

describe.each(['linux', 'darwin'] as const)('on %s', (platform) => {
  const measure = (pid: number) => new Promise<number>((told) => memoryMeter(platform)(pid, told))

  test('the memory of a process is what it says itself, and grows as it takes more', async () => {
    const script = `console.log(process.memoryUsage.rss())
      process.stdin.once('data', () => { globalThis.kept = Buffer.alloc(150e6, 1); console.log(process.memoryUsage.rss()) })`
    const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] })
    onTestFinished(() => void child.kill())
    const says = async () => Number(String((await once(child.stdout, 'data'))[0]))
    for (const more of ['', 'more\n']) {
      if (more) child.stdin.write(more)
      const own = await says()
      const found = await measure(child.pid ?? 0)
      expect(Math.abs(found - own)).toBeLessThan(40e6)
    }
  })

  test('of a process that is not there nothing is told', async () => {
    const child = spawn(process.execPath, ['-e', ''])
    await once(child, 'exit')
    const told: number[] = []
    memoryMeter(platform)(child.pid ?? 0, (bytes) => told.push(bytes))
    await measure(process.pid)
    expect(told).toEqual([])
  })
})
