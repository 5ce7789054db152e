import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { runProject } from './cli.ts'

// Agents in processes of their own that are killed, start themselves anew, or do one thing on ten connections at once.

let loops: TrialRecord[]
let refunds: TrialRecord[]

beforeAll(async () => {
  const run = async (...args: string[]) => (await runProject('restarts', args)).record.trials
  loops = await run('loop/*', '--agent', 'circles,starts-itself-anew')
  refunds = await run('*refund', '--agent', 'at-once,at-once-without', '--variant', 'calm,some-lost')
  refunds.push(...(await run('refund', '--agent', 'keeper,forgetter', '--variant', 'calm,killed-*')))
})

function trialOf(trials: readonly TrialRecord[], name: string): TrialRecord {
  const found = trials.filter(({ scenario, variant, agent }) => `${scenario} ${variant} ${agent}` === name)
  if (found.length !== 1) throw new Error(`There are ${found.length} trials of ${name}.`)
  return found[0] as TrialRecord
}

describe('L9: a trip survives a restart, and the agent cannot reset it', () => {
  const guarded = ['loop/halts', 'loop/denies']

  test.each(guarded)('%s: one that is killed on its way into the loop has what it did before counted', (scenario) => {
    const { effects, faults, guards } = trialOf(loops, `${scenario} restart circles`)
    expect(faults[0]?.symptom).toContain('started anew')
    expect([effects, guards[0]?.outcome]).toEqual([3, 'held'])
  })

  test.each(guarded)('%s: one that starts itself anew as somebody else does nothing more', (scenario) => {
    const { effects, guards } = trialOf(loops, `${scenario} calm starts-itself-anew`)
    expect([effects, guards[0]?.outcome]).toEqual([3, 'held'])
  })

  test('control: without the guard all of it happens', () => {
    // Before it was killed twice, and eight times from the start.
    expect(trialOf(loops, 'loop/unguarded restart circles').effects).toBe(10)
    expect(trialOf(loops, 'loop/unguarded calm starts-itself-anew').effects).toBe(8 + 2)
  })
})

describe('I4: the key is stored before dispatch', () => {
  test.each(['killed-before', 'killed-after'])('%s: who wrote it down first pays once', (variant) => {
    const { effects, verdict, faults } = trialOf(refunds, `refund ${variant} keeper`)
    expect([effects, verdict, faults[0]?.state]).toEqual([1, 'passed', 'delivered'])
  })

  test('control: who writes it down behind the answer pays twice, and is found', () => {
    expect(trialOf(refunds, 'refund killed-after forgetter')).toMatchObject({ effects: 2, verdict: 'failed' })
    expect(trialOf(refunds, 'refund calm forgetter')).toMatchObject({ effects: 1, verdict: 'passed' })
  })
})

describe('I3: one key ten times at once', () => {
  test.each(['calm', 'some-lost'])('%s: one effect', (variant) => {
    const { effects, usage, verdict } = trialOf(refunds, `refund ${variant} at-once`)
    expect([effects, usage.calls, verdict]).toEqual([1, 10, 'passed'])
  })

  test('control: without a key there are ten, and several where the world keeps it only when it has done the work', () => {
    expect(trialOf(refunds, 'refund calm at-once-without')).toMatchObject({ effects: 10, verdict: 'failed' })
    const hasty = trialOf(refunds, 'hasty-refund calm at-once')
    expect(hasty.effects).toBeGreaterThan(1)
    expect(hasty.verdict).toBe('failed')
  })
})
