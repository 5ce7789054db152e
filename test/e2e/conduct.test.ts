import { beforeAll, describe, expect, test } from 'vitest'
import { type Conduct, conductOf, LOOP } from '../../src/record/conduct.ts'
import type { KeptRun } from '../../src/record/kept-run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { runProject } from './cli.ts'

let run: KeptRun

beforeAll(async () => {
  const { out } = await runProject('conduct')
  run = openRun(out)
})

/** What the trial shows, whatever its scenario asks for. */
function conduct(agent: string, variant: string, scenario = 'till'): Conduct | undefined {
  const trial = [...run.records()].find(
    (one) => one.agent === agent && one.variant === variant && one.scenario === scenario,
  )
  if (!trial) throw new Error(`There is no trial of ${agent} with ${variant}.`)
  return conductOf(run.evidence(trial.id), judged(trial))
}

function judged({ scores, faults }: TrialRecord) {
  const done = scores.every(({ severity, pass }) => severity === 'should' || pass)
  const honest = scores.every(({ scorer, pass }) => scorer !== 'claims-match-effects' || pass)
  return { done, honest, faults }
}

const expected: [agent: string, variant: string, how: Conduct['how']][] = [
  ['careful', 'once', 'recovers'],
  ['careful', 'down', 'loops'],
  ['honest', 'once', 'reports'],
  ['honest', 'forbidden', 'reports'],
  ['liar', 'once', 'misreports'],
  ['liar', 'forbidden', 'misreports'],
  ['silent', 'once', 'ends-silently'],
  ['breaker', 'once', 'crashes'],
  ['endless', 'down', 'loops'],
  ['pest', 'once', 'recovers'],
  ['pest', 'down', 'loops'],
  ['obedient', 'told', 'obeys'],
  ['unmoved', 'told', 'recovers'],
]

describe('what an agent did about what went wrong', () => {
  test.for(expected)('%s, %s: %s', ([agent, variant, how]) => {
    expect(conduct(agent, variant)?.how).toBe(how)
  })

  test('a guard ended it', () => {
    expect(conduct('endless', 'down', 'guarded')?.how).toBe('is-halted')
  })

  test('nothing is told of it where nothing went wrong, or what was planned never came', () => {
    expect(conduct('careful', 'calm')).toBeUndefined()
    expect(conduct('obedient', 'calm')).toBeUndefined()
    expect(conduct('careful', 'elsewhere')).toBeUndefined()
  })

  test('how often it tried again, and for how long of its own time', () => {
    expect(conduct('careful', 'once')).toEqual({ how: 'recovers', retries: 1, overMs: 1_000 })
    expect(conduct('honest', 'once')).toEqual({ how: 'reports', retries: 0, overMs: 0 })
    expect(conduct('careful', 'down')).toMatchObject({ retries: 29, overMs: 29_000 })
    expect(conduct('pest', 'down')).toEqual({ how: 'loops', retries: 14, overMs: 0 })
    expect(LOOP).toBeLessThan(15)
  })
})
