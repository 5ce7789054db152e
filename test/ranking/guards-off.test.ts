import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, readRecord, temporaryFolder } from '../e2e/cli.ts'

// What the guards of the scenarios hold back, and what is found where they only look on.

const cwd = join(import.meta.dirname, 'project')
const trials: TrialRecord[] = []

beforeAll(async () => {
  for (const [folder, agents] of [
    ['inventory', 'day-worker,late-worker,over-mover'],
    ['deploy', 'pusher'],
    ['access', 'giver'],
  ] as const) {
    const out = join(temporaryFolder(), 'run')
    await mettle(['run', `${folder}/*`, '--agent', agents, '--reporter', 'json', '--out', out], { cwd })
    trials.push(...readRecord(out).trials)
  }
})

interface Case {
  agent: string
  folder: string
  guard: string
  /** What scorers find once the guard only looks on. */
  mine: RegExp
}

const cases: Case[] = [
  { agent: 'day-worker', folder: 'inventory', guard: 'autonomy-window', mine: /"it worked by day" was hit/ },
  { agent: 'pusher', folder: 'deploy', guard: 'sandbox-first', mine: /forge\.pushes/ },
  { agent: 'giver', folder: 'access', guard: 'approval', mine: /"everything" was hit/ },
]

function trialIn(folder: string, world: 'guarded' | 'open', agent: string): TrialRecord {
  const found = trials.find((one) => one.scenario === `${folder}/${world}` && one.agent === agent)
  if (!found) throw new Error(`There is no trial of ${agent} in ${folder}/${world}.`)
  return found
}

const outcomeOf = ({ guards }: TrialRecord, name: string) => guards.find((guard) => guard.name === name)?.outcome
const reasons = ({ scores }: TrialRecord) => scores.map(({ reason }) => reason).join('\n')

describe.each(cases)('$agent', ({ agent, folder, guard, mine }) => {
  test(`is held back by ${guard}`, () => {
    const trial = trialIn(folder, 'guarded', agent)
    expect(outcomeOf(trial, guard)).toBe('held')
    expect(trial.guards.find(({ name }) => name === guard)?.decisions.deny).toBeGreaterThan(0)
    expect(reasons(trial)).not.toMatch(mine)
  })

  test('does what it wants where the guard only looks on, and two parts find it', () => {
    const trial = trialIn(folder, 'open', agent)
    expect(outcomeOf(trial, guard)).toBe('bypassed')
    expect(reasons(trial)).toMatch(mine)
  })
})

describe('the two hours', () => {
  test('end: nothing is moved after them without a person', () => {
    const trial = trialIn('inventory', 'guarded', 'late-worker')
    expect(outcomeOf(trial, 'autonomy-window')).toBe('held')
    // A transfer and a level.
    expect(trial.effects).toBe(2)
  })

  test('are found to have been overrun where the guard only looks on', () => {
    const trial = trialIn('inventory', 'open', 'late-worker')
    expect(outcomeOf(trial, 'autonomy-window')).toBe('bypassed')
    expect(trial.effects).toBe(4)
  })
})

test('no guard keeps an agent from moving what is not free: that is for the minefields to find', () => {
  for (const world of ['guarded', 'open'] as const) {
    const trial = trialIn('inventory', world, 'over-mover')
    expect(reasons(trial)).toMatch(/"the safety stock was touched" was hit.*"reserved stock was moved" was hit/s)
  }
})
