import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { readEvents, runProject, trialOf } from './cli.ts'
import { cases } from './projects/trouble/cases.ts'

// One worker, so that each honest trial comes right after one that ended badly.
let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  ran = await runProject('trouble', ['--workers', '1'])
})

describe.each(Object.entries(cases))('%s', (name, { how, verdict, reason }) => {
  test('costs its own trial, which says why', () => {
    const trial = trialOf(ran.record, name)
    expect(trial).toMatchObject({ verdict, reason: expect.stringMatching(reason) })
    if (verdict === 'error') return
    const events = readEvents(ran.out, trial)
    expect(events[0]?.type).toBe('trial-started')
    expect(events.at(-1)).toMatchObject({ type: 'trial-ended', how })
    expect(trial.trace.events).toBe(events.length)
  })

  test('costs the next trial nothing', () => {
    const next = trialOf(ran.record, `after-${name}`)
    expect([next.verdict, next.reason]).toEqual(['passed', '1 must score passed.'])
  })
})

test('the run goes on to its end, and fails', () => {
  expect(ran).toMatchObject({ code: 1, stderr: '' })
  expect(ran.record.summary).toMatchObject({ planned: 2 * Object.keys(cases).length, notRun: 0, inconclusive: 0 })
  expect(ran.record.gate.passed).toBe(false)
  expect(existsSync(join(ran.out, 'run.json'))).toBe(true)
})

test('the calls made before the end are kept', () => {
  const { usage } = trialOf(ran.record, 'callsTooMuch')
  expect(usage.calls).toBe(20)
  expect(readEvents(ran.out, trialOf(ran.record, 'floods')).some(({ type }) => type === 'output')).toBe(true)
})

test('a trial that ends in a loop without a pause does not wait for its deadline to be over', () => {
  // As the trial does that is cut at the deadline.
  const [insists, loops] = ['insists', 'loops'].map((name) => trialOf(ran.record, name).usage.wallMs)
  expect(insists).toBeLessThan(loops ?? 0)
})
