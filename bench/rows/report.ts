// The HTML report of a run of 10,000 trials, plain ones and those of the example suite: how large, how long to write, how long to open and to filter in Chromium.
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

const plain = join(freshFolder(), 'run')
await startCli(['run', 'purchase', '--agent', 'buyer', '--trials', String(SAMPLE), '--out', plain]).ended
// The nine scenarios, their variants and their agents: records of ten scores, worlds of databases, long traces.
const rich = join(freshFolder(), 'run')
await startCli(['run', '--out', rich, '--reporter', 'json'], join(import.meta.dirname, '../..')).ended
for (const folder of [plain, rich]) multiply(folder, TRIALS)

const written: Written[] = []
const writtenRich: Written[] = []
for (let round = 0; round < ROUNDS; round++) {
  written.push(await writeInProcess(plain))
  writtenRich.push(await writeInProcess(rich))
}
const seen = await lookAt(join(plain, 'index.html'))
const seenRich = await lookAt(join(rich, 'index.html'))

const COUNT = TRIALS.toLocaleString('en-US')
finish([
  ...rowsOf('HTML report', `${COUNT} trials of 5 calls`, written, seen),
  ...rowsOf('HTML report of the example suite', `${COUNT} trials of nine scenarios`, writtenRich, seenRich),
])

function rowsOf(name: string, beside: string, all: readonly Written[], seen: Seen): Row[] {
  const row = (what: string, figures: number[], unit: string, limit: number): Row => ({
    what: `${name}, ${what}`,
    figure: `${median(figures).toFixed(unit === 'MB' || unit === 'times' ? 1 : 0)} ${unit}`,
    spread: spread(figures),
    beside,
    target: `<= ${limit} ${unit}`,
    met: median(figures) <= limit,
    workers: '1 process',
  })
  const each = (figure: (one: Written) => number) => all.map(figure)
  return [
    row(
      'its size',
      each(({ bytes }) => bytes / 1e6),
      'MB',
      5,
    ),
    row(
      'written in',
      each(({ ms }) => ms),
      'ms',
      1_000,
    ),
    row(
      'time of the processors',
      each(({ cpuMs }) => cpuMs),
      'ms',
      2_000,
    ),
    row(
      'most memory of its process',
      each(({ peakMB }) => peakMB),
      'MB',
      300,
    ),
    row(
      'most memory over the size of its records',
      each(({ peakMB, recordsMB }) => peakMB / recordsMB),
      'times',
      5,
    ),
    row('opened in Chromium', seen.open, 'ms', 1_500),
    row('filtered in Chromium', seen.filter, 'ms', 200),
  ]
}

interface Seen {
  open: number[]
  filter: number[]
}

/** Times in the page itself: from the navigation until the list is there, and from a choice until the list fits it. */
async function lookAt(file: string): Promise<Seen> {
  const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync)
  if (!executablePath) throw new Error('Failed to open the report: run "apt-get install chromium".')
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] })
  const times = { open: [] as number[], filter: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) await lookOnce(browser, file, times)
  await browser.close()
  return times
}

async function lookOnce(browser: Browser, file: string, times: Seen): Promise<void> {
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
