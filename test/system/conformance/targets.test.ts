import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { MEASURED, type Measured, pageOf } from '../../../scripts/conformance-page.ts'
import { FOLDERS, measureTargets, targetsByFolder } from '../../../scripts/measured-targets.ts'
import { cases } from '../../../src/conformance/cases/index.ts'
import type { TargetResult } from '../../../src/conformance/cell.ts'
import { shippedTargets } from '../../../src/conformance/known.ts'
import { ROOT } from '../../e2e/cli.ts'
import { installed } from '../installed.ts'

// Every mechanism of the frameworks as they are, and what docs/conformance.md says of it.

const recorded = JSON.parse(readFileSync(join(ROOT, MEASURED), 'utf8')) as Measured

/** Settings of a target that has been tried: one with a store in a database, and one whose application claims what it answers. */
const SETTINGS = ['langchain-hitl-postgres', 'ai-claimed']

/**
 * A session of Claude Code is a program of its own, which takes a second of a processor: one of its targets stands for all, as do
 * two settings for those that are a target with one thing changed. Of others each case comes once, and twice where the controls are:
 * each process that is killed is started for it. With METTLE_PROVE=1 it is all of them, three times.
 */
const isWhole = process.env.METTLE_PROVE === '1'
const settings = new Set(recorded.targets.flatMap(({ name, settingOf }) => (settingOf ? [name] : [])))
const isMeant = (name: string) => isWhole || (settings.has(name) ? SETTINGS.includes(name) : isLight(name))
const isLight = (name: string) => !name.startsWith('claude-') || name === 'claude-hook'
const repeatsIn = (folder: string) => {
  if (isWhole) return 3
  return folder === '.' ? 2 : 1
}

const found = new Map<string, TargetResult>()

beforeAll(async () => {
  for (const folder of ['fixtures/frameworks', 'fixtures/claude']) await installed(join(ROOT, folder))
  // Most of a case's time is waiting.
  const all = FOLDERS.map((folder) => measureTargets(ROOT, repeatsIn(folder), [folder], isMeant))
  for (const target of (await Promise.all(all)).flat()) found.set(target.name, target)
  // The page has the worst of three: who did better in a single try is tried as often.
  const better = new Set(recorded.targets.filter(differs).map(({ name }) => name))
  if (better.size === 0) return
  for (const target of await measureTargets(ROOT, 3, [], (name) => better.has(name))) found.set(target.name, target)
}, 3_600_000)

const outcomes = ({ cells }: TargetResult) => Object.fromEntries(cells.map((cell) => [cell.case, cell.outcome]))

/** Two at once are a race, and the page has the worst of three: who was not lost by a single try may have been lucky. */
function luckless(now: TargetResult, before: TargetResult): Record<string, string> {
  const told = outcomes(before)
  const isLuck = (name: string, outcome: string) =>
    / at once\b/.test(name) && told[name] === 'twice' && outcome === 'ok'
  return Object.fromEntries(
    Object.entries(outcomes(now)).map(([name, outcome]) => [name, isLuck(name, outcome) ? 'twice' : outcome]),
  )
}

function differs(before: TargetResult): boolean {
  const now = found.get(before.name)
  const told = outcomes(before)
  return now !== undefined && Object.entries(luckless(now, before)).some(([name, outcome]) => told[name] !== outcome)
}

test('each target is tried, and each that was recorded', async () => {
  const named = [...(await targetsByFolder(ROOT)).values()].flat()
  expect(named.length).toBeGreaterThan(20)
  expect([...found.keys()].sort()).toEqual(named.filter(isMeant).sort())
  expect(recorded.targets.map(({ name }) => name).sort()).toEqual(named.sort())
})

describe.for(recorded.targets.filter(({ name }) => isMeant(name)))('$name', (before) => {
  test('does in every case what the page says, with the same versions', () => {
    const now = found.get(before.name)
    if (!now) throw new Error(`There is no result of ${before.name}.`)
    expect(now.versions).toEqual(before.versions)
    expect(luckless(now, before)).toEqual(outcomes(before))
  })

  test('does the same in every repeat', () => {
    const cells = found.get(before.name)?.cells ?? []
    expect(cells.length).toBeGreaterThan(9)
    // Which of many copies decides depends on when a store is looked at: there the worst of them is compared, above.
    const ways = new Set(cases.flatMap((one) => (one.ways ? [one.name] : [])))
    const unsteady = cells.filter((cell) => !cell.steady && !ways.has(cell.case))
    expect(unsteady.map((cell) => cell.case)).toEqual([])
  })

  test('was written for the versions that it is tried with', async () => {
    const target = (await shippedTargets(ROOT)).find(({ target: { name } }) => name === before.name)?.target
    expect(found.get(before.name)?.versions).toEqual(target?.packages)
  })
})

test('what is red is an effect: the page names what ran in each case that is', () => {
  const open = recorded.targets.flatMap(({ cells }) =>
    cells.filter(({ outcome }) => ['fails-open', 'twice', 'other'].includes(outcome)),
  )
  expect(open.length).toBeGreaterThan(100)
  expect(open.filter(({ effects }) => effects.length === 0)).toEqual([])
})

test('control: a word that is changed is a page that is another', () => {
  const [first, ...rest] = recorded.targets
  if (!first) throw new Error('Nothing is recorded.')
  const [cell, ...cells] = first.cells
  if (!cell) throw new Error('Nothing is recorded.')
  const changed = {
    ...recorded,
    targets: [{ ...first, cells: [{ ...cell, outcome: 'hangs' as const }, ...cells] }, ...rest],
  }
  expect(pageOf(changed)).not.toBe(pageOf(recorded))
  expect(cases.length).toBeGreaterThan(50)
})
