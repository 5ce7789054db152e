// `node scripts/report-pictures.ts RUN COMPARED` takes the pictures of the documents from two reports in Chromium: that of
// a run of the example suite, and one that `mettle compare RUN RUN --agent careful,hasty --html COMPARED` wrote.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

const FOLDER = join(import.meta.dirname, '../docs/reporters/html')
/** Failed under a fault, and its agent met a guard. */
const TRIAL = '#/trial/billing.duplicate-charge~lost-reply~hasty~r1'

interface Picture {
  name: string
  hash: string
  size: [width: number, height: number]
  theme?: 'light' | 'dark'
  /** Of the report that was compared. */
  compared?: true
  paper?: true
  /** What is done before: a step opened, a list filtered. */
  prepare?(page: Page): Promise<void>
}

const pictures: readonly Picture[] = [
  { name: 'overview-light', hash: '', size: [1200, 860] },
  { name: 'overview-400', hash: '', size: [400, 860] },
  { name: 'trials-dark', hash: '#/trials?agent=hasty', size: [1200, 860], theme: 'dark' },
  { name: 'trial-light', hash: TRIAL, size: [1200, 1100] },
  { name: 'trial-dark', hash: TRIAL, size: [1200, 860], theme: 'dark', prepare: atTheSteps },
  { name: 'trial-400', hash: TRIAL, size: [400, 860] },
  { name: 'trial-print', hash: TRIAL, size: [800, 1100], paper: true },
  { name: 'guards-light', hash: '#/guards', size: [1280, 620] },
  { name: 'drift-light', hash: '#/drift', size: [1280, 1160], compared: true },
]

const [run = '', compared = ''] = process.argv.slice(2)
const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
if (!executablePath) throw new Error('Failed to take pictures: run "apt-get install chromium".')
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
for (const picture of pictures) await take(browser, picture)
await browser.close()

async function take(browser: Browser, { name, hash, size, theme = 'light', paper, prepare, ...of }: Picture) {
  const [width, height] = size
  const context = await browser.newContext({ colorScheme: theme, viewport: { width, height } })
  const page = await context.newPage()
  const file = of.compared ? compared : join(run, 'index.html')
  await page.goto(`file://${resolve(file)}${hash}`)
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined)
  if (paper) await page.emulateMedia({ media: 'print' })
  await prepare?.(page)
  await page.screenshot({ path: join(FOLDER, `${name}.png`) })
  await context.close()
}

async function atTheSteps(page: Page): Promise<void> {
  await page.locator('#_steps-title').evaluate((title) => title.scrollIntoView())
}
