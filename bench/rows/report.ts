// The HTML report of a run of 10,000 trials: how large, how long to write, how long to open and to filter in Chromium.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'
import { startCli } from '../cli.ts'
import { freshFolder } from '../folders.ts'
import { multiply } from '../large-run.ts'
import { median, ROUNDS, spread } from '../rounds.ts'
import { finish, type Row } from '../row.ts'
import { type Written, writeInProcess } from '../write-in-process.ts'

const TRIALS = 10_000
/** Of the run that is multiplied. */
const SAMPLE = 20

const folder = join(freshFolder(), 'run')
await startCli(['run', 'purchase', '--agent', 'buyer', '--trials', String(SAMPLE), '--out', folder]).ended
multiply(folder, TRIALS)

const written: Written[] = []
for (let round = 0; round < ROUNDS; round++) written.push(await writeInProcess(folder))
const seen = await lookAt(join(folder, 'index.html'))

const beside = `${TRIALS.toLocaleString('en-US')} trials of 5 calls`
const row = (what: string, figures: number[], unit: string, limit: number): Row => ({
  what,
  figure: `${median(figures).toFixed(unit === 'MB' ? 1 : 0)} ${unit}`,
  spread: spread(figures),
  beside,
  target: `<= ${limit} ${unit}`,
  met: median(figures) <= limit,
  workers: '1 process',
})
finish([
  row(
    'HTML report, its size',
    written.map(({ bytes }) => bytes / 1e6),
    'MB',
    5,
  ),
  row(
    'HTML report, written in',
    written.map(({ ms }) => ms),
    'ms',
    1_000,
  ),
  row(
    'HTML report, time of the processors',
    written.map(({ cpuMs }) => cpuMs),
    'ms',
    2_000,
  ),
  row(
    'HTML report, most memory of its process',
    written.map(({ peakMB }) => peakMB),
    'MB',
    300,
  ),
  row('HTML report, opened in Chromium', seen.open, 'ms', 1_500),
  row('HTML report, filtered in Chromium', seen.filter, 'ms', 200),
])

/** Times in the page itself: from the navigation until the list is there, and from a choice until the list fits it. */
async function lookAt(file: string): Promise<{ open: number[]; filter: number[] }> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
  if (!executablePath) throw new Error('Failed to open the report: run "apt-get install chromium".')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const times = { open: [] as number[], filter: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) await lookOnce(browser, file, times)
  await browser.close()
  return times
}

async function lookOnce(browser: Browser, file: string, times: { open: number[]; filter: number[] }): Promise<void> {
  const page = await browser.newPage()
  await page.goto(`file://${file}#/trials`)
  await page.waitForFunction(() => document.documentElement.dataset.ready !== undefined)
  times.open.push(await page.evaluate(() => performance.getEntriesByName('mettle-ready')[0]?.startTime ?? Number.NaN))
  const took = await page.evaluate(async () => {
    const list = document.getElementById('_shown') as HTMLElement
    const before = list.textContent
    const start = performance.now()
    document.querySelector<HTMLInputElement>('input[name=verdict][value=failed]')?.click()
    while (list.textContent === before) await new Promise((done) => setTimeout(done))
    // Until it is laid out, too.
    document.body.getBoundingClientRect()
    return performance.now() - start
  })
  times.filter.push(took)
  await page.close()
}
