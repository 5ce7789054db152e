import { beforeAll, describe, expect, test } from 'vitest'
import type { RunRecord } from '../../src/record/run.ts'
import { mettle, runProject } from './cli.ts'

/** Agents that touch what two runs need not have in common, and why a trial of theirs is not said to be reproducible. */
const AGENTS: Record<string, string[] | undefined> = {
  reads: undefined,
  derives: undefined,
  names: undefined,
  looks: undefined,
  draws: undefined,
  lists: undefined,
  generates: ['no seed holds crypto.generateKeyPairSync'],
  encrypts: ['no seed holds subtle.generateKey'],
  measures: ['no seed holds process.memoryUsage'],
  asks: ['a child process has a clock and chance of its own'],
}

/** One worker; two, in another order, so that other trials came before; the trials that a warm worker repeats. */
const SETTINGS = [
  ['--workers', '1', '--trials', '2'],
  ['--workers', '2', '--trials', '2', '--shuffle'],
  ['--workers', '1', '--trials', '4', '--shuffle', '--agent', Object.keys(AGENTS).reverse().join(',')],
]

describe('a trial that is said to be reproducible', () => {
  const runs: RunRecord[] = []
  let out = ''
  beforeAll(async () => {
    for (const args of SETTINGS) {
      const ran = await runProject('nine', args)
      runs.push(ran.record)
      out = ran.out
    }
  })

  test.each(Object.entries(AGENTS))(
    '%s: has equal trace hashes under three settings, or says why not',
    (agent, why) => {
      const trials = runs.flatMap((run) => run.trials.filter((trial) => trial.agent === agent && trial.repeat <= 2))
      expect(trials.map(({ verdict }) => verdict)).toEqual(trials.map(() => 'passed'))
      for (const { reproducible, unrepeatable } of trials) {
        expect({ reproducible, unrepeatable }).toEqual({ reproducible: why === undefined, unrepeatable: why })
      }
      for (const repeat of why ? [] : [1, 2]) {
        const hashes = trials.filter((trial) => trial.repeat === repeat).map(({ traceHash }) => traceHash)
        expect(hashes).toHaveLength(SETTINGS.length)
        expect(new Set(hashes).size).toBe(1)
      }
    },
  )

  test('is one of few that are not, and control: those differ', () => {
    const hashesOf = (agent: string) =>
      new Set(
        runs
          .flatMap(({ trials }) => trials.filter((one) => one.agent === agent && one.repeat === 1))
          .map(({ traceHash }) => traceHash),
      )
    for (const agent of ['generates', 'encrypts', 'measures'])
      expect([agent, hashesOf(agent).size]).toEqual([agent, SETTINGS.length])
  })

  test('the trace says what was touched', async () => {
    const id = runs.at(-1)?.trials.find(({ agent }) => agent === 'generates')?.id ?? ''
    const { stdout } = await mettle(['trace', id, '--run', out], { cwd: '.' })
    expect(stdout).toContain('no seed holds crypto.generateKeyPairSync')
  })
})

test('in real time none is, whatever it touches', async () => {
  const { record } = await runProject('nine', ['--real-time', '--agent', 'draws,names', '--workers', '1'])
  expect(record.trials.map(({ unrepeatable }) => unrepeatable)).toEqual([
    ['time followed the wall (--real-time)'],
    ['time followed the wall (--real-time)'],
  ])
})
