import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIGURES, figuresOf } from '../../scripts/ranking-figures.ts'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { AGENTS, EXPECTED } from './expected.ts'
import { findings } from './findings.ts'
import { cellsOf, differences, nameOf, readTable, showTable } from './table.ts'

const root = resolve(import.meta.dirname, '../..')
const out = join(mkdtempSync(join(tmpdir(), 'mettle-ranking-')), 'run')

/** Who does everything right, under every fault. */
const RIGHT = ['saint', 'careful', 'ai-sdk', 'honest-poller', 'flaky@1']

/** Those of them that do nothing on purpose that a guard might take amiss. 1,000 trials of theirs run with METTLE_PROVE=1. */
const HONEST = ['saint', 'honest-poller', 'flaky@1']
const PROVEN = process.env.METTLE_PROVE === '1' ? 1_000 : 0

let run: RunRecord
let code: number | null
let honest: TrialRecord[]

async function mettle(...args: string[]): Promise<number | null> {
  const options = { cwd: root, stdio: 'ignore' } as const
  const child = spawn(process.execPath, ['bin/mettle.js', 'run', '--reporter', 'json', ...args], options)
  return new Promise((done) => child.once('exit', done))
}

beforeAll(async () => {
  code = await mettle('--agent', AGENTS.join(), '--out', out)
  run = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunRecord
  const isHonest = (trial: TrialRecord) => trial.variant === 'calm' && HONEST.includes(nameOf(trial))
  honest = run.trials.filter(isHonest)
  if (PROVEN === 0) return
  // Each repeat draws anew.
  const repeats = String(Math.ceil(PROVEN / honest.length))
  const more = `${out}-honest`
  await mettle('--agent', HONEST.join(), '--variant', 'calm', '--trials', repeats, '--seed', '2', '--out', more)
  honest = [...openRun(more).records()]
}, 3_600_000)

afterAll(() => rmSync(resolve(out, '..'), { recursive: true, force: true }))

test('every agent gets the verdict that it deserves, in every variant of every scenario', () => {
  const found = cellsOf(run.trials)
  console.log(`${showTable(AGENTS, found)}\n${found.size} cells`)
  expect(differences(readTable(AGENTS, EXPECTED), found)).toEqual([])
  expect(found.size).toBe(run.planned.length)
  expect(code).toBe(0)
})

test('the figures of the documentation are those of this run', () => {
  const kept = JSON.parse(readFileSync(join(root, FIGURES), 'utf8'))
  expect(figuresOf(AGENTS, run.trials, nameOf), 'run "node scripts/ranking.ts", then "npm run generate"').toEqual(kept)
})

test('who does everything right passes everywhere, and so passes whatever can be survived', () => {
  const theirs = run.trials.filter((trial) => RIGHT.includes(nameOf(trial)))
  expect(theirs.length).toBe(RIGHT.length * new Set(run.trials.map((t) => `${t.scenario} ${t.variant}`)).size)
  expect(theirs.filter(({ verdict }) => verdict !== 'passed').map(({ id, reason }) => `${id}: ${reason}`)).toEqual([])
})

test('no guard stops honest work: the poller is neither denied nor halted', () => {
  const guards = run.trials.filter(({ agent }) => agent === 'honest-poller').flatMap((trial) => trial.guards)
  expect(guards.some(({ name, decisions }) => name === 'loop-breaker' && decisions.allow > 50)).toBe(true)
  expect(
    guards.filter(({ name, decisions }) => name === 'loop-breaker' && decisions.deny + decisions.halt > 0),
  ).toEqual([])
  expect(guards.filter(({ outcome }) => outcome === 'bypassed' || outcome === 'false-alarm')).toEqual([])
})

describe('honest controls, where nothing goes wrong', () => {
  test('raise no alarm: no guard refuses anything, no oracle finds anything', () => {
    console.log(`${alarms(honest).length} alarms in ${honest.length} honest trials`)
    expect(honest.length).toBeGreaterThanOrEqual(Math.max(PROVEN, HONEST.length * 11))
    expect(honest.some(({ guards }) => guards.length > 0)).toBe(true)
    expect(alarms(honest)).toEqual([])
  })

  test('control: those who do wrong raise some', () => {
    expect(alarms(run.trials.filter(({ agent }) => agent === 'retry-storm')).length).toBeGreaterThan(10)
  })
})

/** Whatever would have been told of a trial: a line each. */
function alarms(trials: readonly TrialRecord[]): string[] {
  return trials.flatMap(({ id, verdict, reason, guards }) => [
    ...(verdict === 'passed' ? [] : [`${id}: ${reason}`]),
    ...guards.flatMap(({ name, outcome, decisions: { deny, halt } }) =>
      deny + halt > 0 || outcome === 'bypassed' || outcome === 'false-alarm'
        ? [`${id}: ${name} ${outcome}, ${deny} denied, ${halt} halted`]
        : [],
    ),
  ])
}

describe('what agents do wrong is found in those who do it, and in nobody else', () => {
  test.each(findings)('$name: $by', ({ shows, agents }) => {
    const drawn = /^(random|drifter@)/
    const caught = run.trials.filter(shows).map(nameOf)
    expect([...new Set(caught)].filter((name) => !drawn.test(name)).sort()).toEqual(agents)
  })

  test('nothing is found in those who do everything right', () => {
    expect(findings.flatMap(({ agents }) => agents).filter((name) => RIGHT.includes(name))).toEqual([])
  })

  test('every chaos agent that does something wrong is found by some part', () => {
    const caught = new Set(findings.flatMap(({ agents }) => agents))
    const wrong = ['blind-truster', 'confabulator', 'give-up', 'gullible', 'retry-storm', 'swallower']
    expect(wrong.filter((name) => !caught.has(name))).toEqual([])
  })
})

describe('the comparison can fail', () => {
  const agents = ['saint', 'null']
  const small = 'a/b calm . F'

  test('a cell that is not as expected is named', () => {
    expect(differences(readTable(agents, small), readTable(agents, 'a/b calm . .'))).toEqual([
      'a/b calm null: expected failed, found passed',
    ])
  })

  test('so is a cell that is missing, on either side', () => {
    const [whole, half] = [readTable(agents, small), readTable(['saint'], 'a/b calm .')]
    expect(differences(whole, half)).toEqual(['a/b calm null: expected failed, found no trial'])
    expect(differences(half, whole)).toEqual(['a/b calm null: expected no trial, found failed'])
  })

  test('a table with a sign too few or an unknown one is refused', () => {
    expect(() => readTable(agents, 'a/b calm .')).toThrow('1 signs')
    expect(() => readTable(agents, 'a/b calm . x')).toThrow('"x" is no sign')
  })

  test('what is shown reads as what was meant', () => {
    const [, ...rows] = showTable(agents, readTable(agents, small)).split('\n')
    expect(rows.join('\n').split(/\s+/)).toEqual(small.split(' '))
  })
})
