import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { html } from '../../src/reports/html.ts'
import { mettle, ROOT, runProject, temporaryFolder } from '../e2e/cli.ts'
import { sampleComparison } from '../reports/sample-comparison.ts'
import { sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport } from './browser.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')

let browser: Browser
let file: string
let trials: string[]

beforeAll(async () => {
  browser = await openBrowser()
  const sample = sampleRun()
  file = join(temporaryFolder(), 'index.html')
  writeFileSync(
    file,
    await html.render({ ...storedRun(sample), comparison: sampleComparison(sample.record.trials[3]?.id ?? '') }),
  )
  trials = sample.record.trials.map(({ id }) => `#/trial/${id}`)
})
afterAll(() => browser?.close())

/** What axe-core objects to on a page of the report, everything on it laid open. */
async function objections(
  hash: string,
  theme: 'light' | 'dark',
  width: number,
  styles = '',
  of = file,
): Promise<string[]> {
  const context = await browser.newContext({ bypassCSP: true, colorScheme: theme, viewport: { width, height: 900 } })
  const page = await context.newPage()
  await openReport(page, of, hash)
  await page.addScriptTag({ path: AXE })
  if (styles !== '') await page.addStyleTag({ content: styles })
  const found = await page.evaluate(async () => {
    for (const details of document.querySelectorAll('details')) details.open = true
    const { axe } = globalThis as unknown as { axe: { run(): Promise<AxeResults> } }
    return (await axe.run()).violations
  })
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
  await context.close()
  const named = found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`))
  return wide > 0 ? [...named, `${wide} pixels wider than the screen`] : named
}

for (const theme of ['light', 'dark'] as const) {
  for (const width of [1280, 400]) {
    test(`no violation on any page, ${theme}, ${width} pixels wide`, async () => {
      for (const hash of ['', '#/trials', '#/guards', '#/drift', ...trials.slice(3, 7)]) {
        expect([hash, await objections(hash, theme, width)]).toEqual([hash, []])
      }
    })
  }
}

test('no violation on the drift page of a comparison that the command line made', async () => {
  const args = ['support/ambiguous-customer', '-n', '4', '--gate', 'passRate >= 0', '--agent']
  const [base, head] = [
    await runProject('.', [...args, 'ai-sdk@cautious']),
    await runProject('.', [...args, 'ai-sdk@bold']),
  ]
  const written = join(temporaryFolder(), 'drift.html')
  const { stdout } = await mettle(['compare', base.out, head.out, '--html', written], { cwd: ROOT })
  expect(stdout).toContain('first step apart')
  for (const theme of ['light', 'dark'] as const) {
    for (const width of [1280, 400])
      expect([theme, width, await objections('#/drift', theme, width, '', written)]).toEqual([theme, width, []])
  }
  const faint = await objections('#/drift', 'light', 400, '.forest td { color: #ccc }', written)
  expect(faint.some((text) => text.startsWith('color-contrast'))).toBe(true)
}, 60_000)

test('control: a faint text, and a page too wide, are found', async () => {
  const found = await objections('', 'light', 400, '.why { color: #ccc } .tiles { width: 900px }')
  expect(found.some((text) => text.startsWith('color-contrast'))).toBe(true)
  expect(found.at(-1)).toMatch(/pixels wider/)
})
