// How large promptfoo's HTML for 5,000 rows is, and how long Chromium needs to open it. First: npm ci --ignore-scripts
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const ROWS = 5_000
const HERE = import.meta.dirname

const folder = mkdtempSync(join(tmpdir(), 'promptfoo-'))
const page = join(folder, 'out.html')
const tests = Array.from({ length: ROWS }, (_, row) => ({
  vars: { n: `order ord_${row} was charged twice; refund the later charge` },
  assert: [{ type: 'contains', value: row % 5 === 0 ? 'nothing' : 'refund' }],
}))
const config = { prompts: ['Handle: {{n}}'], providers: ['echo'], tests }
writeFileSync(join(folder, 'promptfooconfig.json'), JSON.stringify(config))
const main = join(HERE, 'node_modules/promptfoo/dist/src/main.js')
const args = ['eval', '-c', 'promptfooconfig.json', '-o', page, '--no-progress-bar', '--no-table', '-j', '20']
const quiet = { PROMPTFOO_DISABLE_TELEMETRY: '1', PROMPTFOO_DISABLE_UPDATE: '1', PROMPTFOO_CONFIG_DIR: folder }
// It exits with 100 where a test failed: every fifth does.
spawnSync(process.execPath, [main, ...args], { cwd: folder, env: { ...process.env, ...quiet }, stdio: 'ignore' })
if (!existsSync(page)) throw new Error('Failed to run promptfoo: run "npm ci --ignore-scripts" in its folder first.')

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const times: number[] = []
for (let round = 0; round < 3; round++) {
  const tab = await browser.newPage()
  const start = performance.now()
  await tab.goto(`file://${page}`, { timeout: 120_000 })
  await tab.evaluate(() => document.body.getBoundingClientRect().height)
  times.push(Math.round(performance.now() - start))
  await tab.close()
}
await browser.close()
console.log(
  `${ROWS} rows: ${(statSync(page).size / 1e6).toFixed(1)} MB, opened in ${times.sort((a, b) => a - b)[1]} ms`,
)
rmSync(folder, { recursive: true })
