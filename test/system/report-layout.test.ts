import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { html } from '../../src/reports/html.ts'
import { temporaryFolder } from '../e2e/cli.ts'
import { sampleComparison } from '../reports/sample-comparison.ts'
import { sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport } from './browser.ts'

const AGENTS = ['careful', 'hasty', 'bold', 'prudent', 'scripted', 'gullible', 'flaky']

let browser: Browser
let file: string
let trial: string

beforeAll(async () => {
  browser = await openBrowser()
  const { record, traces } = sampleRun()
  const [good, bad] = ['passed', 'failed'].map((verdict) => record.trials.find((one) => one.verdict === verdict))
  if (!good || !bad) throw new Error('the sample lacks a trial')
  // As many agents as are compared at once, long names, repeats.
  record.trials = ['billing/duplicate-charge', 'support/a-customer-asks-for-a-refund', 'ops/runaway'].flatMap(
    (scenario) =>
      ['calm', 'every-reply-lost'].flatMap((variant) =>
        AGENTS.flatMap((agent, column) =>
          [1, 2, 3].map((repeat) => {
            const from = scenario.startsWith('ops') || (column + repeat) % 4 !== 0 ? good : bad
            const id = `${scenario.replace('/', '.')}~${variant}~${agent}~r${repeat}`
            traces.set(id, traces.get(from.id) ?? [])
            return { ...from, id, scenario, variant, agent, model: null, repeat }
          }),
        ),
      ),
  )
  record.planned = record.trials.map(({ id, scenario, variant, agent, model, repeat, tags }) => {
    return { id, scenario, variant, agent, model, repeat, tags }
  })
  trial = record.trials.find(({ verdict }) => verdict === 'failed')?.id ?? ''
  file = join(temporaryFolder(), 'index.html')
  writeFileSync(file, await html.render({ ...storedRun({ record, traces }), comparison: sampleComparison(trial) }))
})
afterAll(() => browser?.close())

/** What is wider than the room it has: the page, or a table in it. */
async function cutOn(hash: string, width: number, theme: 'light' | 'dark', styles = ''): Promise<string[]> {
  const page = await browser.newPage({ bypassCSP: true, viewport: { width, height: 900 }, colorScheme: theme })
  try {
    await openReport(page, file, hash)
    if (styles !== '') await page.addStyleTag({ content: styles })
    return await page.evaluate(() => {
      for (const details of document.querySelectorAll('details')) details.open = true
      const all = [document.documentElement, ...document.querySelectorAll('section:not([hidden]) .scroll')]
      return all.flatMap((one) => {
        const more = one.scrollWidth - one.clientWidth
        return more > 0 ? [`${one.getAttribute('aria-label') ?? one.id ?? one.tagName}: ${more} pixels`] : []
      })
    })
  } finally {
    await page.close()
  }
}

const pages = () => ['#/overview', '#/trials', '#/guards', '#/drift', `#/trial/${encodeURIComponent(trial)}`]

for (const width of [1280, 400]) {
  test.each(['light', 'dark'] as const)(`nothing is cut at ${width} pixels, %s`, async (theme) => {
    for (const hash of pages()) expect([hash, await cutOn(hash, width, theme)]).toEqual([hash, []])
  })
}

test('control: with cells that do not break, the matrix is found to be cut', async () => {
  expect(await cutOn('#/overview', 1280, 'light', '.matrix td { min-width: 200px }')).not.toEqual([])
})

test('"Failed only" leaves what did not pass', async () => {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
  await openReport(page, file, '#/overview')
  const shown = () => page.locator('table.matrix tbody tr:visible').count()
  const before = await shown()
  await page.check('#_only')
  expect(await page.locator('[data-page=overview].page tr.fine:visible').count()).toBe(0)
  expect([await shown(), await page.locator('.all-passed').isVisible()]).toEqual([before, false])
  await page.locator('#_causes a').click()
  await page.waitForFunction(() => document.documentElement.dataset.ready === location.hash)
  expect(await page.locator('#_list .verdict:not(.tone-failed)').count()).toBe(0)
  await page.close()
})

test('at 400 pixels a cell stands below the other, with the head of its column', async () => {
  const page = await browser.newPage({ viewport: { width: 400, height: 900 } })
  await openReport(page, file, '#/overview')
  const why = page.locator('td[data-label=Why]').first()
  const box = await why.boundingBox()
  expect(box?.width).toBeGreaterThan(330)
  expect(await why.evaluate((cell) => getComputedStyle(cell, '::before').content)).toBe('"Why"')
  await page.close()
})
