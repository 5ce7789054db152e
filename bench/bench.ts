// Prints one table of what the harness costs. `npm run bench -- seam memory` measures only these.
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { SOURCE_FLAGS } from './flags.ts'
import { deleteFolders } from './folders.ts'
import { ROUNDS } from './rounds.ts'
import type { Measured } from './row.ts'
import { formatTable } from './table.ts'

const MEASUREMENTS = [
  'seam',
  'mcp',
  'models',
  'rate',
  'network',
  'start',
  'trials',
  'time',
  'memory',
  'size',
  'database-reset',
  'sql',
  'report',
]

if (!existsSync('/proc/self/smaps_rollup')) {
  process.stderr.write('The bench reads memory and CPU time from /proc: run it on Linux.\n')
  process.exit(3)
}
const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !MEASUREMENTS.includes(name))
if (unknown) {
  process.stderr.write(`There is no measurement "${unknown}". Known: ${MEASUREMENTS.join(', ')}.\n`)
  process.exit(2)
}
const measured: Measured[] = []
for (const name of MEASUREMENTS) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  process.stderr.write(`measuring ${name} ...\n`)
  // What was measured is told at once, and is not lost with a later one.
  try {
    const rows = await measure(name)
    measured.push(rows)
    process.stderr.write(`${formatTable([rows])}\n\n`)
  } catch (thrown) {
    process.exitCode = 1
    process.stderr.write(`${thrown instanceof Error ? thrown.message : thrown}\n\n`)
  }
}
const machine = `${availableParallelism()} processors, Node ${process.version}, ${process.platform}-${process.arch}`
deleteFolders()
process.stdout.write(`mettle bench: ${machine}; medians of ${ROUNDS} interleaved rounds\n\n${formatTable(measured)}\n`)

/** A process for each measurement: what one leaves in the heap and in the compiler does not colour the next. */
function measure(name: string): Promise<Measured> {
  const child = fork(join(import.meta.dirname, 'rows', `${name}.ts`), [], {
    execArgv: SOURCE_FLAGS,
  })
  return new Promise((resolve, reject) => {
    let answer: Measured | undefined
    child.on('message', (message) => {
      answer = message as Measured
    })
    child.on('exit', (code) => {
      if (answer) resolve(answer)
      else reject(new Error(`Failed to measure ${name}: its process ended with exit code ${code}.`))
    })
  })
}
