import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, ROOT, temporaryFolder } from '../e2e/cli.ts'

const project = join(import.meta.dirname, 'project')

interface Ran {
  title: string
  status: string
  message: string
}

let ran: Ran[] = []

/** Runs the project's own tests, as its user would. */
beforeAll(async () => {
  const file = join(temporaryFolder(), 'report.json')
  const { VITEST: _, VITEST_POOL_ID: __, VITEST_WORKER_ID: ___, NODE_OPTIONS: ____, ...env } = process.env
  const args = [join(ROOT, 'node_modules/vitest/vitest.mjs'), 'run', '--reporter=json', `--outputFile=${file}`]
  await new Promise((done) => execFile(process.execPath, args, { cwd: project, env }, done))
  const { testResults } = JSON.parse(readFileSync(file, 'utf8'))
  ran = testResults.flatMap((suite: { assertionResults: Record<string, unknown>[] }) =>
    suite.assertionResults.map(({ title, status, failureMessages }) => {
      return { title, status, message: String((failureMessages as string[])[0] ?? '') }
    }),
  )
})

const messageOf = (title: string) => ran.find((one) => one.title === `fails: ${title}`)?.message ?? 'it did not run'

test('each matcher holds where it should and fails where it should', () => {
  const word = { passed: 'passes', failed: 'fails' } as Record<string, string>
  expect(ran.map(({ title, status }) => `${word[status]}: ${title.replace(/^\w+: /, '')}`)).toEqual(
    ran.map(({ title }) => title),
  )
  expect(ran.filter(({ status }) => status === 'failed')).toHaveLength(10)
  expect(ran.filter(({ status }) => status === 'passed')).toHaveLength(6)
})

describe('a failure says', () => {
  test('what was expected, what was found, and why', () => {
    const message = messageOf('what failed')
    expect(message).toContain('expected pay~calm~wasteful~r1 to have passed, but its verdict is failed.')
    expect(message).toMatch(/verdict {2}failed: Guard budget was bypassed/)
    expect(message).toMatch(/score {4}effects: Expected exactly 1 of create till\.payments/)
  })

  test('where the trace lies and how the trial is run again', async () => {
    const message = messageOf('what failed')
    const [, traced = '', place = ''] = /trace {4}npx mettle trace (\S+) --run (\S+)/.exec(message) ?? []
    const [, id = '', run = ''] = /replay {3}npx mettle replay (\S+) --run (\S+)/.exec(message) ?? []
    const told = await mettle(['trace', traced, '--run', place], { cwd: project })
    expect(told.stdout).toContain('the agent saw')
    expect(told.code).toBe(0)
    const again = await mettle(['replay', id, '--run', run], { cwd: project })
    expect(again.stdout).toContain('failed as before')
    expect(again.code).toBe(0)
  })

  test('that the trial passed, where it should not have', () => {
    expect(messageOf('not, of what passed')).toContain('not to have passed, but its verdict is passed.')
  })

  test('what got past a guard', () => {
    const message = messageOf('a guard that was bypassed')
    expect(message).toContain('to have held budget, but budget is bypassed: a call ran over the $10.00 per trial')
    expect(messageOf('a guard that was never asked')).toContain('but budget is not-exercised.')
  })

  test('what became of a fault', () => {
    expect(messageOf('a fault that never came')).toContain('but lost-reply is undelivered on tool pay.')
  })

  test('the nearest match of a name', () => {
    expect(messageOf('a guard that is not there')).toContain('There is no guard "bugdet"')
    expect(messageOf('a guard that is not there')).toContain('Did you mean "budget"?')
    expect(messageOf('a fault that is not planned')).toContain('It plans none.')
    expect(messageOf('a scenario that nobody has')).toContain('Did you mean "pay"?')
    expect(messageOf('no agent where there are several')).toContain('Known: thrifty, wasteful, idle.')
  })

  test('that a promise is to be awaited', () => {
    expect(messageOf('a promise')).toContain('It is a promise: await it.')
  })
})
