import { beforeAll, expect, test } from 'vitest'
import { runProject, trialOf } from './cli.ts'

let ran: Awaited<ReturnType<typeof runProject>>
beforeAll(async () => {
  ran = await runProject('diary')
})

const trial = (agent: string, scenario = 'loop') => trialOf(ran.record, agent, scenario)

test('an agent that books hour after hour is not halted: a time is an argument like others', () => {
  expect(trial('wholeDay')).toMatchObject({ verdict: 'passed', effects: 10, guards: [{ outcome: 'held' }] })
  expect(trial('wholeDay').guards[0]?.decisions).toMatchObject({ allow: 10, halt: 0 })
  // Control: one that books the same hour again and again is.
  expect(trial('stuck').guards[0]?.decisions).toMatchObject({ allow: 5, halt: 1 })
  expect(trial('stuck').effects).toBe(5)
})

test('agents that book different hours have different trace hashes', () => {
  expect(trial('early').traceHash).not.toBe(trial('late').traceHash)
  // Control: those that book the same have the same.
  expect(trial('early').traceHash).toBe(trial('earlyAgain').traceHash)
})

test('a denial is a false alarm where the call’s input is that of a legitimate one', () => {
  const told = (agent: string, scenario: string) => {
    const { verdict, guards, effects } = trial(agent, scenario)
    return [verdict, guards[0]?.outcome, effects]
  }
  expect(told('early', 'by-input')).toEqual(['failed', 'false-alarm', 0])
  expect(told('nextDoor', 'by-input')).toEqual(['passed', 'held', 0])
  // Control: by its name alone each denial of it is one.
  expect(told('nextDoor', 'by-name')).toEqual(['failed', 'false-alarm', 0])
  // What is no proper call is not the one that was meant.
  expect(told('nonsense', 'by-name')).toEqual(['passed', 'held', 0])
})
