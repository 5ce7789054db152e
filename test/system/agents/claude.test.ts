import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { mettle, ROOT, readEvents, readRecord, temporaryFolder } from '../../e2e/cli.ts'
import { installed } from '../installed.ts'

const AGENT = join(ROOT, 'fixtures/claude')
const out = join(temporaryFolder(), 'run')

beforeAll(async () => {
  await installed(AGENT)
  const ended = await mettle(['run', '--out', out], { cwd: join(import.meta.dirname, 'claude') })
  expect(ended.stderr).toBe('')
})

test.each([
  ['calm', 'passed', 0],
  // Its own client of MCP does not ask again: the model is told that the tool failed, and this one says that it is done.
  ['lost-reply', 'passed', 1],
  ['overloaded', 'passed', 1],
])(
  'Claude Code in %s: its model, the tools of the world and its own all cross the seam',
  (variant, verdict, faults) => {
    const trial = readRecord(out).trials.find((one) => one.variant === variant)
    if (!trial) throw new Error(`There is no trial of ${variant}.`)
    expect(trial, trial.reason).toMatchObject({ verdict, answer: { said: 'Refunded.' }, effects: 1 })
    expect(trial.faults.filter(({ state }) => state === 'delivered')).toHaveLength(faults)
    const events = readEvents(out, trial)
    const calls = events.flatMap((event) => (event.type === 'call' ? [event.call] : []))
    // Each knows which turn of the model asked for it.
    const [shell, refund] = ['tool Bash', 'tool refund'].map((target) => calls.find((call) => call.target === target))
    expect(calls.find(({ id }) => id === shell?.cause)?.channel).toBe('model')
    expect(calls.find(({ id }) => id === refund?.cause)?.channel).toBe('model')
    // What it had no right to, its hook said so, and it did not do it.
    expect(trial.guards).toMatchObject([{ name: 'permissions', outcome: 'held', decisions: { deny: 1 } }])
    expect(existsSync(join(AGENT, 'looked.txt'))).toBe(false)
  },
)
