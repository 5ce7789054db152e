import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { mettle, ROOT, runProject } from '../e2e/cli.ts'
import { onPage, openBrowser } from './browser.ts'
import { type Check, checks } from './report-checks.ts'
import { type Subject, subjectOf } from './report-subject.ts'

let browser: Browser
let subject: Subject

beforeAll(async () => {
  browser = await openBrowser()
  const { out, record } = await runProject('.', ['-n', '2', '--reporter', 'json,html'])
  subject = subjectOf(out, record)
})
afterAll(() => browser?.close())

for (const [name, check] of Object.entries<Check>(checks)) {
  test(name, () => onPage(browser, (page) => check(page, subject)))
}

test('mettle report builds the same page again from the stored run', async () => {
  const { file } = subject
  const before = readFileSync(file, 'utf8')
  const { code } = await mettle(['report', join(file, '..'), '--reporter', 'html'], { cwd: ROOT })
  expect([code, readFileSync(file, 'utf8') === before]).toEqual([0, true])
})
