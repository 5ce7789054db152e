import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mettle, ROOT, runProject } from '../e2e/cli.ts'
import { type Desk, openBrowser, openDesk } from './browser.ts'
import { type Check, checks } from './report-checks.ts'
import { type Subject, subjectOf } from './report-subject.ts'

/** Every scenario in `npm run prove`; CI runs one, which has more trials than the list shows at first. */
const SCENARIOS = process.env.METTLE_PROVE ? [] : ['billing/duplicate-charge']

let browser: Browser
let desk: Desk
let subject: Subject

beforeAll(async () => {
  browser = await openBrowser()
  desk = await openDesk(browser)
  const { out, record } = await runProject('.', [...SCENARIOS, '-n', '2', '--reporter', 'json,html'])
  subject = subjectOf(out, record)
  expect(subject.counts.all).toBeGreaterThan(100)
})
afterAll(() => browser?.close())

for (const [name, check] of Object.entries<Check>(checks)) {
  test(name, () => desk.use((page) => check(page, subject)))
}

test('mettle report builds the same page again from the stored run', async () => {
  const { file } = subject
  const before = readFileSync(file, 'utf8')
  const { code } = await mettle(['report', join(file, '..'), '--reporter', 'html'], { cwd: ROOT })
  expect([code, readFileSync(file, 'utf8') === before]).toEqual([0, true])
})
