// In a process of its own: writes the HTML report of a stored run, and tells how long that took and what it needed.
import { closeSync, openSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { keepYoungGenerationSmall } from '../src/runs/young-generation.ts'
import type { Written } from './write-in-process.ts'

const [folder = ''] = process.argv.slice(2)
// As the command line does, and as early.
keepYoungGenerationSmall()
const { html } = await import('../src/reports/html.ts')
const { openRun } = await import('../src/store/stored-run.ts')
// What a package holds is JavaScript: taking the types out of the source is not what is measured.
await Promise.all([
  import('handlebars/runtime.js'),
  import('../src/reports/html/write-page.ts'),
  import('../src/reports/html/shell/templates.generated.ts'),
  import('../src/reports/html/assets.generated.ts'),
])
const run = openRun(folder)
const loadedMB = process.resourceUsage().maxRSS / 1024
const path = join(folder, 'index.html')
const start = performance.now()
const before = process.cpuUsage()
const file = openSync(path, 'w')
await html.write?.(run, (part) => writeSync(file, part))
closeSync(file)
const ms = performance.now() - start
const { user, system } = process.cpuUsage(before)
const peakMB = process.resourceUsage().maxRSS / 1024
const recordsMB = statSync(join(folder, 'trials.jsonl')).size / 1e6
const bytes = statSync(path).size
process.send?.({ ms, cpuMs: (user + system) / 1000, bytes, recordsMB, peakMB, loadedMB } satisfies Written)
