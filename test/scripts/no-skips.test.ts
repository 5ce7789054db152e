import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { TestModule, Vitest } from 'vitest/node'
import { noSkips } from '../../scripts/no-skips.ts'

const exitCode = process.exitCode

beforeEach(() => {
  process.exitCode = undefined
  vi.spyOn(console, 'error').mockReturnValue()
})

afterEach(() => {
  process.exitCode = exitCode
})

/** Runs the reporter over modules with these skipped tests. */
async function report(skipped: string[], testNamePattern?: RegExp): Promise<void> {
  const module = {
    children: { allTests: () => skipped.map((fullName) => ({ fullName, module: { relativeModuleId: 'a.ts' } })) },
  }
  const reporter = noSkips()
  reporter.onInit?.({ config: { testNamePattern } } as Vitest)
  await reporter.onTestRunEnd?.([module as unknown as TestModule], [], 'passed')
}

test('a skipped test fails the run and is named', async () => {
  await report(['the one left out'])
  expect(process.exitCode).toBe(1)
  expect(console.error).toHaveBeenCalledWith('Skipped: a.ts > the one left out')
})

test('a run without skipped tests is left alone', async () => {
  await report([])
  expect(process.exitCode).toBeUndefined()
})

test('a run that selects tests by name is left alone', async () => {
  await report(['another'], /the one/)
  expect(process.exitCode).toBeUndefined()
})
