import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { FIGURES, figuresOf } from '../../scripts/ranking-figures.ts'
import type { RunRecord } from '../../src/record/run.ts'
import { AGENTS, EXPECTED } from './expected.ts'
import { findings } from './findings.ts'
import { cellsOf, differences, nameOf, readTable, showTable } from './table.ts'

const root = resolve(import.meta.dirname, '../..')
const out = join(mkdtempSync(join(tmpdir(), 'mettle-ranking-')), 'run')

/** Who does everything right, under every fault. */
const RIGHT = ['saint', 'careful', 'ai-sdk', 'honest-poller', 'flaky@1']

let run: RunRecord
let code: number | null

beforeAll(async () => {
  const args = ['bin/mettle.js', 'run', '--agent', AGENTS.join(), '--reporter', 'json', '--out', out]
  const child = spawn(process.execPath, args, { cwd: root, stdio: 'ignore' })
  code = await new Promise((done) => child.once('exit', done))
  run = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8')) as RunRecord
}, 300_000)

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
