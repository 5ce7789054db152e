import { expect, test } from 'vitest'
import { eventsOf } from '../../src/trace/evidence.ts'
import { runProject } from './run-project.ts'

const ARGS = ['--agent', 'queues', '--trials', '3', '--workers', '1']

test('a call that code of an earlier trial makes is refused and told, and its process runs no other trial', async () => {
  const { trials } = await runProject('project', ['inside', ...ARGS])
  expect(trials.map(({ record }) => record.answer)).toEqual([
    { items: ['mug'] },
    { code: 'ECONNREFUSED' },
    { items: ['mug'] },
  ])
  const told = trials.map(({ evidence }) => eventsOf(evidence.events, 'uncovered').map(({ what }) => what))
  expect(told).toEqual([[], ['earlier-trial'], []])
})

test('with a process for each trial there is no earlier one', async () => {
  const { trials } = await runProject('project', ['fresh', ...ARGS])
  for (const { record, evidence } of trials) {
    expect(record.answer).toEqual({ items: ['mug'] })
    expect(eventsOf(evidence.events, 'uncovered')).toEqual([])
  }
})
