import { beforeAll, expect, test } from 'vitest'
import { runProject, trialOf } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>

beforeAll(async () => {
  ran = await runProject('orderless')
})

/** Which scorers each agent passes, in the order of the scenario. */
const passes = (scenario: string) => {
  const agents = ['as-listed', 'at-once', 'one-by-one', 'miscounted']
  const told = (agent: string) => trialOf(ran.record, agent, scenario).scores.map(({ pass }) => pass)
  return Object.fromEntries(agents.map((agent) => [agent, told(agent)]))
}

test('what an agent does at once has no order, what it does with a reply in hand has, in a scenario in YAML', () => {
  expect(passes('free')).toEqual({
    'as-listed': [true],
    'at-once': [true],
    'one-by-one': [false],
    miscounted: [false],
  })
})

test('control: a strict match asks for the order of all calls', () => {
  expect(passes('ordered')).toEqual({
    'as-listed': [true],
    'at-once': [false],
    'one-by-one': [false],
    miscounted: [false],
  })
})

test('lists of rows and effects have no order where the scenario says so, and as many of each; else they have one', () => {
  expect(passes('lists')).toEqual({
    'as-listed': [true, true, true, true],
    'at-once': [true, true, false, false],
    'one-by-one': [true, true, true, true],
    miscounted: [false, false, false, false],
  })
})
