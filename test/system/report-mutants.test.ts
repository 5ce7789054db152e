import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin } from 'esbuild'
import handlebars from 'handlebars/runtime.js'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { bundle } from '../../scripts/precompile-templates.ts'
import type { StoredRun } from '../../src/reports/define.ts'
import { styles } from '../../src/reports/html/assets.generated.ts'
import { openEngine, type Runtime } from '../../src/reports/html/engine.ts'
import { templates } from '../../src/reports/html/shell/templates.generated.ts'
import { writePage } from '../../src/reports/html/write-page.ts'
import { openRun } from '../../src/store/stored-run.ts'
import { ROOT, runProject, temporaryFolder } from '../e2e/cli.ts'
import { type Desk, openBrowser, openDesk, openReport } from './browser.ts'
import { type Check, checks } from './report-checks.ts'
import { type Mutant, mutants } from './report-mutants.ts'
import { type Subject, subjectOf } from './report-subject.ts'

const FOLDER = join(ROOT, 'src/reports/html')
/** Looked at side by side: most of the time they wait. */
const AT_ONCE = 4
/** How long a check takes where nothing is planted, in ms, and how many times as long it may wait for what never comes. */
const took = new Map<string, number>()
const PATIENCE = 3

let browser: Browser
let desks: Desk[]
let subject: Subject
let run: StoredRun

beforeAll(async () => {
  browser = await openBrowser()
  desks = await Promise.all(Array.from({ length: AT_ONCE }, () => openDesk(browser)))
  const { out, record } = await runProject('.', ['billing/duplicate-charge', '-n', '2'])
  subject = subjectOf(out, record)
  run = openRun(out)
})
afterAll(() => browser?.close())

/** The report of the run, with the page's code as it is or with a bug in it. */
async function write(plugins: readonly Plugin[] = []): Promise<Subject> {
  const inPage = readFileSync(join(FOLDER, 'browser/templates.generated.ts'), 'utf8')
  const assets = { styles, script: await bundle(inPage, plugins) }
  const engine = openEngine(handlebars as unknown as Runtime, templates)
  const parts: string[] = []
  writePage(run, (part) => parts.push(part), { engine, assets })
  const file = join(temporaryFolder(), 'index.html')
  writeFileSync(file, parts.join(''))
  return { ...subject, file }
}

/** Changes one place of one file while it is bundled. @throws {Error} the place is not there, or there twice. */
function plant({ what, file, find, replace }: Mutant): Plugin {
  let planted = false
  return {
    name: 'plant',
    setup: ({ onLoad, onEnd }) => {
      onLoad({ filter: /\.ts$/, namespace: 'file' }, ({ path }) => {
        if (path !== join(FOLDER, file)) return undefined
        const [before, after, ...more] = readFileSync(path, 'utf8').split(find)
        if (before === undefined || after === undefined || more.length > 0) {
          throw new Error(`Failed to plant "${what}": "${find}" does not stand once in ${file}.`)
        }
        planted = true
        return { contents: before + replace + after, loader: 'ts' }
      })
      onEnd(() => {
        if (!planted) throw new Error(`Failed to plant "${what}": ${file} is no part of the page.`)
      })
    },
  }
}

/** Why the check did not pass; null where it did. The page itself must have opened. */
async function objection(desk: Desk, at: Subject, name: keyof typeof checks): Promise<string | null> {
  const check: Check = checks[name]
  let opened = false
  const look = desk.use(async (page) => {
    await openReport(page, at.file)
    opened = true
    const usual = took.get(name)
    if (usual !== undefined) page.setDefaultTimeout(Math.max(1_000, PATIENCE * usual))
    await check(page, at)
  })
  return look.then(
    () => null,
    (thrown: Error) => {
      if (opened) return thrown.message
      throw thrown
    },
  )
}

async function inTurns<T>(items: readonly T[], use: (item: T, desk: Desk) => Promise<void>): Promise<void> {
  const rest = [...items]
  const work = async (desk: Desk) => {
    for (let item = rest.shift(); item !== undefined; item = rest.shift()) await use(item, desk)
  }
  await Promise.all(desks.map(work))
}

test('control: where nothing is planted, every check passes', async () => {
  const at = await write()
  const objections: unknown[] = []
  await inTurns(Object.keys(checks) as (keyof typeof checks)[], async (name, desk) => {
    const began = Date.now()
    objections.push([name, await objection(desk, at, name)])
    took.set(name, Date.now() - began)
  })
  expect(objections.filter((one) => (one as [string, string | null])[1] !== null)).toEqual([])
})

test(`each of ${mutants.length} planted bugs is caught`, async () => {
  const missed: string[] = []
  // Those of one check one after another: the clipboard is one for all pages.
  const groups = [...Map.groupBy(mutants, ({ caughtBy }) => caughtBy)]
  await inTurns(groups, async ([name, own], desk) => {
    for (const mutant of own) {
      if ((await objection(desk, await write([plant(mutant)]), name)) === null) missed.push(mutant.what)
    }
  })
  console.log(`${mutants.length - missed.length} of ${mutants.length} planted bugs are caught`)
  expect(missed).toEqual([])
})

test('every check catches one of them', () => {
  const catching = new Set<string>(mutants.map(({ caughtBy }) => caughtBy))
  expect(Object.keys(checks).filter((name) => !catching.has(name))).toEqual([])
})

test('control: a bug that has no place to be planted is an error', async () => {
  const [first] = mutants as [Mutant]
  await expect(write([plant({ ...first, find: 'stands nowhere' })])).rejects.toThrow('does not stand once')
  await expect(write([plant({ ...first, file: 'gone.ts' })])).rejects.toThrow('is no part of the page')
})
