// What becomes of real specifications: node --conditions=mettle-source scripts/measure-openapi.ts FOLDER [FILE...]
// For each file of the folder: operations that are served, answers that a second validator takes for right, round trips of what is
// created, wrong requests that are refused, and what reading and calling costs. `--misfits` shows what fits not.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, extname, join } from 'node:path'
import { parse } from 'yaml'
import { messageOf } from '../src/kernel/errors.ts'
import { openApi } from '../src/world/apis/openapi/open.ts'
import { readSpecification } from '../src/world/apis/openapi/read.ts'
import { type Measured, measure } from './openapi/measure.ts'
import { table } from './table.ts'

const [folder = '.', ...only] = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const shown = process.argv.includes('--misfits')
const files = readdirSync(folder).filter(
  (file) => /\.(json|ya?ml)$/.test(file) && (only.length === 0 || only.includes(file)),
)

const rows: string[][] = []
const all: Measured[] = []
for (const file of files.sort()) {
  const name = basename(file, extname(file))
  try {
    const started = performance.now()
    const opened = openApi({ file: join(folder, file) }, 'api')
    const openMs = performance.now() - started
    const text = readFileSync(join(folder, file), 'utf8')
    const written = text.trimStart().startsWith('{') ? JSON.parse(text) : parse(text)
    // Swagger 2 is judged as the OpenAPI 3.1 that it becomes: no dialect of it is known.
    const judged = written.swagger === undefined ? written : readSpecification(join(folder, file)).root
    const result = await measure(opened, judged)
    all.push(result)
    rows.push([name, String(written.openapi ?? written.swagger), ...rowOf(result), `${Math.round(openMs)} ms`])
    if (shown) for (const line of result.misfits) console.log(`${name}: ${line}`)
  } catch (thrown) {
    rows.push([name, '', messageOf(thrown).slice(0, 150)])
  }
  console.error(rows.at(-1)?.join(' | '))
}
const head = [
  'specification',
  'version',
  'operations',
  'served',
  'answers',
  'valid',
  'resources',
  'round trips',
  'wrong',
  'refused',
  'call, median',
  'first call, median',
  'open',
]
console.log(table(head, rows))

function rowOf({
  operations,
  served,
  answers,
  valid,
  resources,
  roundTrips,
  wrong,
  refused,
  callMs,
  firstMs,
}: Measured): string[] {
  return [
    ...[
      operations,
      share(served, operations),
      answers,
      share(valid, answers),
      resources,
      share(roundTrips, resources),
    ].map(String),
    ...[String(wrong), share(refused, wrong), `${callMs.toFixed(2)} ms`, `${firstMs.toFixed(1)} ms`],
  ]
}

function share(part: number, whole: number): string {
  return whole === 0 ? '-' : `${part} (${((100 * part) / whole).toFixed(1)} %)`
}
