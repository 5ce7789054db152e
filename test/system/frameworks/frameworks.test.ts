import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../../e2e/cli.ts'
import { installed } from '../installed.ts'
import { deviationOf, passesBy } from './expected.ts'
import { ALONE, CELLS, type Cell, FOLDER, type Matrix, nameOf, runMatrix } from './matrix.ts'
import { frameworksPage } from './page.ts'

// Frameworks as they are, with configuration alone, on virtual time.

const A_FEW = ['calm', 'overloaded', 'truncated-stream']

/** A second time: a few of each agent, and where there is time for it all that is quick. */
const AGAIN = CELLS.filter(({ agent, scenario, variant }) => {
  const isSlow = ALONE.some((slow) => agent.startsWith(slow))
  if (process.env.METTLE_PROVE && !isSlow) return true
  return A_FEW.includes(variant) && (!isSlow || scenario === 'billing/duplicate-charge')
})

let first: Matrix
let second: Matrix

beforeAll(async () => {
  await installed(FOLDER)
  const startedAt = performance.now()
  first = await runMatrix(CELLS)
  second = await runMatrix(AGAIN)
  const seconds = Math.round((performance.now() - startedAt) / 1_000)
  console.info(`${first.size + second.size} trials in ${seconds} s: ${JSON.stringify(verdictsOf(first))}`)
}, 1_800_000)

function verdictsOf(matrix: Matrix): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { trial } of matrix.values()) counts[trial.verdict] = (counts[trial.verdict] ?? 0) + 1
  return counts
}

function toldOf(cell: Cell, matrix = first) {
  const told = matrix.get(nameOf(cell))
  if (!told) throw new Error(`There is no trial of ${nameOf(cell)}.`)
  return told
}

test('each cell was run once, and nothing else was', () => {
  expect([...first.keys()].sort()).toEqual(CELLS.map(nameOf).sort())
  expect([...second.keys()].sort()).toEqual(AGAIN.map(nameOf).sort())
})

test('no trial is an error of mettle, and none touches what no seed holds', () => {
  const trials = [...first.values(), ...second.values()].map(({ trial }) => trial)
  expect(trials.filter(({ verdict }) => verdict === 'error').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
  expect(trials.filter(({ reproducible }) => !reproducible).map(({ id }) => id)).toEqual([])
})

const tasks = Map.groupBy(
  CELLS.filter(({ scenario }) => scenario !== 'outage'),
  ({ scenario, variant }) => `${scenario}, ${variant}`,
)

describe.for([...tasks])('%s', ([, cells]) => {
  test.for(cells)('$agent', (cell) => {
    const { trial, conduct } = toldOf(cell)
    const deviation = deviationOf(cell)
    const found = { verdict: trial.verdict, how: conduct?.how }
    if (deviation) expect(found, trial.reason).toEqual({ verdict: deviation.verdict, how: deviation.how })
    else
      expect(found, trial.reason).toEqual({
        verdict: 'passed',
        how: cell.variant === 'calm' ? undefined : passesBy(cell),
      })
  })
})

test('the same seed gives the same trials, to the millisecond of their own time', () => {
  const differ = AGAIN.filter((cell) => {
    const [one, other] = [toldOf(cell).trial, toldOf(cell, second).trial]
    return one.traceHash !== other.traceHash || one.usage.virtualMs !== other.usage.virtualMs
  })
  expect(differ.map(nameOf)).toEqual([])
})

test('docs/frameworks.md says what was found', async () => {
  await expect(frameworksPage(first)).toMatchFileSnapshot(join(ROOT, 'docs/frameworks.md'))
})
