import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { AgentOrder, TrialOrder } from '../../../src/stage/order.ts'
import type { Outcome } from '../../../src/stage/outcome.ts'
import { readTrace } from '../../../src/trace/read-trace.ts'
import { example, honest, noteScenario, openRig, refundScenario, troubled } from './rig.ts'

const effectsOf = ({ folder, nonce }: TrialOrder, { trace }: Outcome) =>
  readTrace({ path: join(folder, trace.file), ...trace, nonce }).events.filter(({ type }) => type === 'effect').length

const answerOf = ({ folder, nonce }: TrialOrder, { trace }: Outcome) => {
  const { events } = readTrace({ path: join(folder, trace.file), ...trace, nonce })
  return events.flatMap((event) => (event.type === 'agent-ended' && 'answer' in event ? [event.answer] : []))[0]
}

/** Runs agents one after the other, and says what became of each, and whether they shared a process. */
async function runInTurn(agents: AgentOrder[], options = {}) {
  const { pool, order } = openRig(options)
  const scenario = await noteScenario()
  const turns = []
  for (const agent of agents) {
    const one = order(scenario, agent)
    const outcome = await pool.run(one, scenario.limits)
    turns.push({ outcome, effects: effectsOf(one, outcome) })
  }
  return turns
}

describe('a worker that', () => {
  test('left nothing behind goes on', async () => {
    const turns = await runInTurn([honest, honest, troubled('throwsText'), honest])
    expect(turns.map(({ outcome }) => outcome.dirt)).toEqual([[], [], [], []])
    expect(turns.every(({ outcome }) => outcome.reusable)).toBe(true)
  })

  test('left something behind does not, and says what', async () => {
    const why: Record<string, RegExp> = {
      leavesTimer: /Timeout/,
      leavesListener: /the listeners of "uncaughtException" were changed/,
      replacesFetch: /globalThis\.fetch was changed/,
      patchesArrays: /./,
      changesDirectory: /process\.env was changed/,
      hoards: /MB of memory/,
      rejects: /./,
    }
    const names = Object.keys(why)
    const turns = await runInTurn(names.map(troubled), { realTime: true })
    for (const [index, { outcome }] of turns.entries()) {
      expect([names[index], outcome.reusable]).toEqual([names[index], false])
      expect(outcome.dirt.join()).toMatch(why[names[index] ?? ''] ?? /nothing/)
    }
  })

  test('ran an example agent goes on', async () => {
    const { pool, order } = openRig()
    const scenario = await refundScenario()
    for (const name of ['careful', 'hasty', 'ai-sdk']) {
      const outcome = await pool.run(order(scenario, example(name), 'scripted'), scenario.limits)
      expect([name, outcome.dirt]).toEqual([name, []])
    }
  })
})

test('a trial that has a process to itself has it from those behind it, too', async () => {
  const { pool, order } = openRig({ workers: 1 })
  const scenario = await noteScenario()
  const one = order(scenario, honest)
  const outcome = await pool.run(one, scenario.limits, { fresh: true })
  await pool.run(order(scenario, troubled('emptiesTheTrace')), scenario.limits)
  expect(effectsOf(one, outcome)).toBe(1)
})

test('a trial whose order was stolen has not begun, whatever ran in its place', async () => {
  const { pool, order } = openRig({ workers: 1, shortMs: Number.POSITIVE_INFINITY })
  const scenario = await noteScenario()
  const run = async (agent: AgentOrder) => {
    const one = order(scenario, agent)
    return { one, outcome: await pool.run(one, scenario.limits) }
  }
  // A thief that begins late finds nothing: its order was read with the one behind it.
  for (let turn = 0, took: unknown; took !== 'done'; turn++) {
    expect(turn).toBeLessThan(20)
    await run(honest)
    const thief = run(troubled('stealsOneOrder'))
    await sleep(30 * (turn + 1))
    const stolen = run(honest)
    const { one, outcome } = await thief
    const next = run(honest)
    took = answerOf(one, outcome)
    const theirs = (await stolen).outcome
    if (took === 'done')
      expect(theirs).toMatchObject({ cut: { how: 'lost' }, disturbed: 'an earlier trial was in its way' })
    expect((await next).outcome.cut).toBeUndefined()
  }
})

describe('processes that do not begin', () => {
  test('are told of the machine after a few in a row, and no trial is blamed', async () => {
    const { execArgv } = process
    process.execArgv = [...execArgv, '--no-such-flag']
    onTestFinished(() => {
      process.execArgv = execArgv
    })
    const { pool, order } = openRig()
    const scenario = await noteScenario()
    const outcomes = []
    for (let turn = 0; turn < 3; turn++) {
      const outcome = await pool.run(order(scenario, honest), scenario.limits).catch((thrown: Error) => thrown)
      outcomes.push(outcome instanceof Error ? `${outcome.name}: ${outcome.message}` : outcome.cut?.how)
    }
    expect(outcomes.at(-1)).toMatch(/^PrerequisiteError: Failed to start a worker: it did not begin \(exit 9\)\. Give/)
    expect(outcomes.every((outcome) => outcome === 'lost' || outcome?.startsWith('PrerequisiteError'))).toBe(true)
  })

  test('one that is asked for when the pool is stopped is not waited for', async () => {
    const { pool, order } = openRig()
    const scenario = await noteScenario()
    await pool.stop()
    const outcome = await pool.run(order(scenario, honest), scenario.limits)
    expect(outcome.cut).toEqual({ how: 'lost', detail: 'the run was stopped' })
  })
})

describe('what retirement is worth', () => {
  test('control: without it, an honest trial in the same process comes to harm', async () => {
    const agents = [troubled('replacesFetch'), honest]
    const [, harmed] = await runInTurn(agents, { neverRetire: true })
    expect(harmed?.effects).toBe(0)
    const [, spared] = await runInTurn(agents)
    expect(spared?.effects).toBe(1)
  })
})

describe('a pool', () => {
  test('that is stopped has no process left', async () => {
    const { pool, order } = openRig({ workers: 1, ahead: 1 })
    const scenario = await noteScenario()
    const first = pool.run(order(scenario, honest), scenario.limits)
    const cut = pool.run(order(scenario, troubled('loops')), scenario.limits)
    void pool.run(order(scenario, honest), scenario.limits)
    await first
    // One at work, and a spare for the one that waits.
    await expect.poll(() => pool.pids().length).toBeGreaterThanOrEqual(2)
    const pids = pool.pids()
    expect(pids.every(isAlive)).toBe(true)
    await pool.stop()
    expect(pids.filter(isAlive)).toEqual([])
    expect((await cut).cut).toMatchObject({ how: 'lost' })
  })

  test('starts a process for every trial where the scenario asks for that', async () => {
    const { pool, order } = openRig()
    const scenario = await noteScenario()
    const limits = { ...scenario.limits, freshWorker: true }
    const seen = new Set<number>()
    for (let turn = 0; turn < 3; turn++) {
      const run = pool.run(order(scenario, honest), limits)
      for (const pid of pool.pids()) seen.add(pid)
      await run
    }
    expect(seen.size).toBeGreaterThanOrEqual(3)
  })
})

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}
