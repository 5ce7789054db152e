import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mettle, readRecord, temporaryFolder } from '../../e2e/cli.ts'

const out = join(temporaryFolder(), 'run')

beforeAll(async () => {
  const ended = await mettle(['run', '--out', out], { cwd: join(import.meta.dirname, 'languages') })
  expect(ended.stderr).toBe('')
})

// An API, a database and a tool, each by the clients that its language has: nothing of mettle is imported.
describe.each(['shell', 'python', 'node'])('an agent in %s', (agent) => {
  test.each(['calm', 'unavailable', 'deadlock'])('does its task in %s', (variant) => {
    const trial = readRecord(out).trials.find((one) => one.agent === agent && one.variant === variant)
    expect(trial, trial?.reason).toMatchObject({ verdict: 'passed', answer: { letters: 2 }, effects: 5 })
    expect(trial?.guards).toMatchObject([{ outcome: 'held' }, { name: 'permissions', outcome: 'held' }])
    expect(trial?.faults.map(({ state }) => state)).toEqual(variant === 'calm' ? [] : ['delivered'])
  })
})
