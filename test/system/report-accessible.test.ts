import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { AxeResults } from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { html } from '../../src/reports/html.ts'
import { mettle, ROOT, runProject, temporaryFolder } from '../e2e/cli.ts'
import { sampleComparison } from '../reports/sample-comparison.ts'
import { sampleRun, storedRun } from '../reports/sample-run.ts'
import { openBrowser, openReport } from './browser.ts'

const AXE = createRequire(import.meta.url).resolve('axe-core')
const WIDTHS = [1280, 400]
/** What a theme can change, as long as everything stays in its place. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

let browser: Browser
let page: Page
let file: string
let trials: string[]

beforeAll(async () => {
  browser = await openBrowser()
  const context = await browser.newContext({ bypassCSP: true })
  page = await context.newPage()
  const sample = sampleRun()
  file = join(temporaryFolder(), 'index.html')
  writeFileSync(
    file,
    await html.render({ ...storedRun(sample), comparison: sampleComparison(sample.record.trials[3]?.id ?? '') }),
  )
  trials = sample.record.trials.map(({ id }) => `#/trial/${id}`)
})
afterAll(() => browser?.close())

/** Opens a report anew. */
async function open(report: string, hash = '#/overview', styles = ''): Promise<void> {
  await page.goto('about:blank')
  await openReport(page, report, hash)
  await page.addScriptTag({ path: AXE })
  if (styles !== '') await page.addStyleTag({ content: styles })
}

/** What axe-core objects to where the page stands, everything on it laid open, by all its rules or by some; and where each element is. */
async function look(theme: 'light' | 'dark', width: number, rules?: string[]) {
  await page.emulateMedia({ colorScheme: theme })
  await page.setViewportSize({ width, height: 900 })
  const { violations, wide, places } = await page.evaluate(async (only) => {
    for (const details of document.querySelectorAll('details')) details.open = true
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } }
    const { violations } = await axe.run(only ? { runOnly: only } : {})
    const places = [...document.querySelectorAll('body *')].map((element) => {
      const { x, y, width, height } = element.getBoundingClientRect()
      return `${element.tagName} ${[x, y, width, height].map(Math.round)}`
    })
    return { violations, wide: document.documentElement.scrollWidth - innerWidth, places }
  }, rules)
  const named = violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} ${target.join(' ')}`))
  return { places, objections: wide > 0 ? [...named, `${wide} pixels wider than the screen`] : named }
}

/** What there is to object to where the page stands: by every rule at each width, by the rules of colours in each theme. */
async function objections(): Promise<string[]> {
  const found: string[] = []
  for (const width of WIDTHS) {
    const [light, dark] = [await look('light', width), await look('dark', width, OF_COLOURS)]
    found.push(...light.objections.map((text) => `light, ${width}: ${text}`))
    found.push(...dark.objections.map((text) => `dark, ${width}: ${text}`))
    if (light.places.some((place, at) => place !== dark.places[at])) found.push(`dark, ${width}: stands elsewhere`)
  }
  return found
}

test('no violation on any page, light and dark, 1280 and 400 pixels wide', async () => {
  await open(file)
  for (const hash of ['#/overview', '#/trials', '#/guards', '#/drift', ...trials.slice(3, 7)]) {
    await openReport(page, file, hash)
    expect([hash, await objections()]).toEqual([hash, []])
  }
})

test('no violation on the drift page of a comparison that the command line made', async () => {
  const args = ['support/ambiguous-customer', '-n', '4', '--gate', 'passRate >= 0', '--agent']
  const [base, head] = [
    await runProject('.', [...args, 'ai-sdk@cautious']),
    await runProject('.', [...args, 'ai-sdk@bold']),
  ]
  const written = join(temporaryFolder(), 'drift.html')
  const { stdout } = await mettle(['compare', base.out, head.out, '--html', written], { cwd: ROOT })
  expect(stdout).toContain('first step apart')
  await open(written, '#/drift')
  expect(await objections()).toEqual([])
  await page.addStyleTag({ content: '.forest td { color: #ccc }' })
  expect((await look('light', 400)).objections).toContainEqual(expect.stringMatching(/^color-contrast /))
}, 300_000)

const dark = (styles: string) => `@media (prefers-color-scheme: dark) { ${styles} }`

test.each([
  ['a faint text', '.why { color: #ccc }', [/^light, 1280: color-contrast /, /^light, 400: color-contrast /]],
  ['a page too wide', '.tiles { width: 900px }', [/^light, 400: \d+ pixels wider/, /^dark, 400: \d+ pixels wider/]],
  [
    'a text faint in the dark',
    dark('.why { color: #333 }'),
    [/^dark, 1280: color-contrast /, /^dark, 400: color-contrast /],
  ],
  [
    'what stands elsewhere in the dark',
    dark('.tiles { margin: 9px }'),
    [/^dark, 1280: stands elsewhere$/, /^dark, 400: stands elsewhere$/],
  ],
])('control: %s is found', async (_, styles, expected) => {
  await open(file, '#/overview', styles)
  const found = await objections()
  for (const text of expected) expect(found).toContainEqual(expect.stringMatching(text))
  const others = found.filter((text) => !expected.some((one) => one.test(text)))
  expect(others).toEqual([])
})

test('control: a picture without a text is found at each width', async () => {
  await open(file)
  await page.evaluate(() =>
    document.querySelector('section.page:not([hidden])')?.prepend(document.createElement('img')),
  )
  expect(await objections()).toEqual(WIDTHS.map((width) => `light, ${width}: image-alt img`))
})
