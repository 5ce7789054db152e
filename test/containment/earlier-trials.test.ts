import { expect, test } from 'vitest'
import { eventsOf } from '../../src/trace/evidence.ts'
import { runProject } from './run-project.ts'

const ARGS = ['--agent', 'queues', '--trials', '3', '--workers', '1']

test('a trial in which code of an earlier one takes part runs again where there is no earlier one', async () => {
  const { trials } = await runProject('project', ['inside', ...ARGS])
  expect(trials.map(({ record }) => record.answer)).toEqual(Array(3).fill({ items: ['mug'] }))
  const told = trials.map(({ evidence }) => eventsOf(evidence.events, 'uncovered').map(({ what }) => what))
  expect(told).toEqual([[], [], []])
  expect(new Set(trials.map(({ record }) => record.traceHash)).size).toBe(1)
})

test('with a process for each trial there is no earlier one', async () => {
  const { trials } = await runProject('project', ['fresh', ...ARGS])
  for (const { record, evidence } of trials) {
    expect(record.answer).toEqual({ items: ['mug'] })
    expect(eventsOf(evidence.events, 'uncovered')).toEqual([])
  }
})
