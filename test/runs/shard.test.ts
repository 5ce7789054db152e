import fc from 'fast-check'
import { expect, test } from 'vitest'
import { taskKey } from '../../src/record/task.ts'
import type { Plan } from '../../src/runs/plan.ts'
import { shardOf } from '../../src/runs/shard.ts'
import type { ScheduledTrial } from '../../src/stage/scheduled-trial.ts'

const trial = (task: number, repeat: number) =>
  ({
    id: `t${task}r${repeat}`,
    scenario: `s${task}`,
    variant: 'calm',
    agent: 'a',
    model: null,
    repeat,
    tags: [],
  }) as unknown as ScheduledTrial

const planned = (tasks: readonly number[], repeats: number) =>
  ({
    trials: tasks.flatMap((_, task) => Array.from({ length: repeats }, (_, at) => trial(task, at + 1))),
  }) as unknown as Plan

test('every trial is in one shard, tasks stay together, and no shard has more than 4/3 of the best there is and a task', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 5_000 }), { minLength: 1, maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      (ms, count, repeats) => {
        const plan = planned(ms, repeats)
        const durations = new Map(ms.map((each, task) => [taskKey(trial(task, 1)), each]))
        const shards = Array.from(
          { length: count },
          (_, at) => shardOf(plan, { index: at + 1, count }, durations).trials,
        )
        expect(
          shards
            .flat()
            .map(({ id }) => id)
            .sort(),
        ).toEqual(plan.trials.map(({ id }) => id).sort())
        const owners = shards.map((own) => new Set(own.map(({ scenario }) => scenario)))
        expect(owners.reduce((sum, { size }) => sum + size, 0)).toBe(ms.length)
        const loads = shards.map((own) => own.reduce((sum, one) => sum + (durations.get(taskKey(one)) ?? 0), 0))
        const least = Math.max(loads.reduce((sum, load) => sum + load, 0) / count, Math.max(...ms) * repeats)
        expect(Math.max(...loads)).toBeLessThanOrEqual((4 / 3) * least + Math.max(...ms) * repeats)
      },
    ),
  )
})

test('what nobody knows counts as the usual, and is mixed: no shard has one agent alone', () => {
  const trials = ['one', 'two', 'three'].flatMap((agent) =>
    Array.from({ length: 20 }, (_, task) => ({ ...trial(task, 1), id: `${agent}${task}`, agent })),
  )
  trials.sort((one, other) => one.scenario.localeCompare(other.scenario))
  const shards = [1, 2, 3].map((index) => shardOf({ trials } as unknown as Plan, { index, count: 3 }, new Map()).trials)
  expect(shards.map(({ length }) => length)).toEqual([20, 20, 20])
  for (const own of shards) expect(new Set(own.map(({ agent }) => agent)).size).toBe(3)
})
