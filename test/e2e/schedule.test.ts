import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { changeRun, readWhole, writeRun } from '../store/write-run.ts'
import { mettleInBatch, PROJECTS, runProject } from './cli.ts'

const cwd = join(PROJECTS, 'chance')
let out: string
let record: RunRecord

beforeAll(async () => {
  const ran = await runProject('chance')
  out = ran.out
  record = ran.record
})

const id = (variant: string) => `look-up~${variant}~dogged~r1`
const faultsOf = (variant: string) => record.trials.find((trial) => trial.id === id(variant))?.faults ?? []
const replay = async (...variants: string[]) =>
  mettleInBatch(variants.map((variant) => ({ cwd, args: ['replay', id(variant), '--run', out] })))

/** Changes the stored run, and puts it back. */
async function withStored(change: (run: RunRecord) => void, then: () => Promise<void>) {
  const before = readWhole(out)
  changeRun(out, change)
  try {
    await then()
  } finally {
    writeRun(out, before)
  }
}

describe('a replay follows the stored schedule', () => {
  test('what chance drew and what time selected is drawn again', async () => {
    const [half] = faultsOf('half')
    expect(half?.planned).toBeGreaterThan(1)
    expect(half).toMatchObject({ state: 'delivered', delivered: half?.planned })
    // 2 s each: the fourth call comes at 6 s.
    expect(faultsOf('late')).toMatchObject([{ planned: 3, delivered: 3, state: 'delivered' }])
    for (const { code, stdout } of await replay('half', 'late', 'storm', 'lies', 'brown-out', 'repriced')) {
      expect([code, stdout]).toEqual([0, expect.stringContaining('as before')])
    }
  })

  test('not the chance of a plan: where the seed is another, the same calls meet the fault', async () => {
    const reseed = (run: RunRecord) => {
      run.seed = 'another'
    }
    await withStored(reseed, async () => {
      const [half] = await replay('half')
      expect([half?.code, half?.stdout]).toEqual([0, expect.stringContaining('as before')])
    })
  })

  test('control: a schedule without one of its calls makes another trial', async () => {
    const drop = (run: RunRecord) => {
      for (const { faults } of run.trials) faults[0]?.schedule.pop()
    }
    await withStored(drop, async () => {
      const ended = await replay('half', 'late')
      expect(ended.map(({ code }) => code)).toEqual([1, 1])
      expect(ended[0]?.stdout).toContain('first difference')
    })
  })
})

test('a change by somebody else is made in the world of the trial, and is not the fault of the agent', async () => {
  expect(faultsOf('repriced')).toMatchObject([
    { fault: 'latency', state: 'delivered' },
    { fault: 'concurrent-change', planned: 1, state: 'delivered', schedule: [{ call: 'c3' }] },
  ])
  const trial = record.trials.find((one) => one.id === id('repriced'))
  expect(trial).toMatchObject({ verdict: 'passed', effects: 0 })
  expect(JSON.stringify(trial?.answer)).toContain('{"item":4,"price":7}')
})

test('presets run by their entries', async () => {
  expect(faultsOf('storm').map(({ fault }) => fault)).toEqual(['rate-limited', 'rate-limited'])
  expect(faultsOf('lies').map(({ fault, on }) => `${fault} ${on}`)).toEqual(['wrong-value tool *'])
  expect(faultsOf('brown-out')).toMatchObject([
    { fault: 'latency', on: 'tool look_up', state: 'delivered' },
    { fault: 'unavailable', on: 'tool look_up', state: 'delivered' },
  ])
  const [listed] = await mettleInBatch([{ cwd, args: ['list', '--presets'] }])
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^brownout +\S.*\.$/m) })
})
