import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { agents } from '../../src/agents/index.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { mettle, readRecord, temporaryFolder } from '../e2e/cli.ts'

// Those who attack the harness, in the worlds of the scenarios that act: each ends as it says of itself, and none passes.

const WORLDS = ['quick/access', 'quick/deploy', 'quick/inventory']

const saboteurs = Object.entries(agents).flatMap(([name, about]) =>
  about.kind === 'saboteur' ? [{ name, expected: about.expect }] : [],
)

/** Where a world ends them sooner than their own: a guard that stops a flood, a deadline that is shorter than a balloon. */
const SOONER: Record<string, string> = {
  'call-flood': 'failed: Score or limit of calls',
  'heap-balloon': 'failed: limit of memory or passed its deadline',
  'memory-balloon': 'failed: limit of memory or passed its deadline',
}

let trials: TrialRecord[]

beforeAll(async () => {
  const out = join(temporaryFolder(), 'run')
  const names = saboteurs.map(({ name }) => name).join()
  const args = ['run', 'quick/*', '--agent', names, '--reporter', 'json', '--out', out]
  await mettle(args, { cwd: join(import.meta.dirname, 'project') })
  trials = readRecord(out).trials
}, 300_000)

describe.each(saboteurs)('$name', ({ name, expected }) => {
  const [verdict = '', said = ''] = (SOONER[name] ?? expected).split(': ')

  test.each(WORLDS)(`in %s: ${verdict}, ${said}`, (world) => {
    const found = trials.filter(({ scenario, agent }) => scenario === world && agent === name)
    expect(found.map((trial) => trial.verdict)).toEqual([verdict])
    expect(found[0]?.reason).toMatch(new RegExp(said.replaceAll(' or ', '|')))
  })
})

test('every one of them was there, and none passed', () => {
  expect(saboteurs.length).toBeGreaterThan(20)
  expect(trials).toHaveLength(saboteurs.length * WORLDS.length)
  expect(trials.filter(({ verdict }) => verdict === 'passed')).toEqual([])
})
