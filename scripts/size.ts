// Measures what a run costs as it grows: 1,000, 10,000 and 100,000 instant trials, each with what reads it afterwards. Prints what it
// took, and the slopes. `node scripts/size.ts` takes about four minutes on two processors; `node scripts/size.ts 1000x3 10000x2` is a look.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import jstat from 'jstat'
import { deleteFolders, freshFolder } from '../bench/folders.ts'
import { watchCli } from '../bench/watched.ts'

/** How many trials, and how often. */
const asked = process.argv.slice(2)
const SIZES = (asked.length > 0 ? asked : ['1000x5', '10000x3', '100000x1']).map((text) => text.split('x').map(Number))
const WORKERS = 2

/** A figure of a run of so many trials. */
interface Point {
  trials: number
  value: number
}

/** By name, with the unit. */
const figures = new Map<string, Point[]>()

for (const [trials = 0, rounds = 1] of SIZES) {
  for (let round = 1; round <= rounds; round++) {
    process.stderr.write(`${trials.toLocaleString('en-US')} trials, round ${round} of ${rounds}\n`)
    await measure(trials)
  }
}
print()
deleteFolders()

async function measure(trials: number): Promise<void> {
  const [out, flags] = [join(freshFolder(), 'run'), ['--agent', 'instant', '--trials', String(trials)]]
  await watch('run', trials, ['run', 'instant', ...flags, '--workers', String(WORKERS), '--out', out])
  note('run: its folder, MB', trials, bytesBelow(out) / 1e6)
  for (const reporter of ['html', 'json', 'junit', 'markdown', 'behaviour']) {
    await watch(`report ${reporter}`, trials, ['report', out, '--reporter', reporter])
  }
  note('report html: its file, MB', trials, statSync(join(out, 'index.html')).size / 1e6)
  await watch('gate', trials, ['gate', out, '--gate', 'passRate >= 1', 'cost.p95 <= 1'])
  await watch('doctor', trials, ['doctor', '--run', out])
  await watch('compare', trials, ['compare', out, out])
}

async function watch(name: string, trials: number, args: string[]): Promise<void> {
  const { seconds, cpuSeconds, peakMB } = await watchCli(args)
  note(`${name}: time, s`, trials, seconds)
  note(`${name}: processors, s`, trials, cpuSeconds)
  for (const [kind, peak] of Object.entries(peakMB)) {
    // Who lives for a moment is met by chance.
    if (kind !== 'other') note(`${name}: ${kind}, PSS, MB`, trials, peak)
  }
}

function note(name: string, trials: number, value: number): void {
  figures.set(name, [...(figures.get(name) ?? []), { trials, value }])
}

function bytesBelow(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).reduce(
    (sum, name) => sum + statSync(join(folder, name)).size,
    0,
  )
}

function print(): void {
  const sizes = SIZES.map(([trials = 0]) => trials)
  const head = ['', ...sizes.map((trials) => trials.toLocaleString('en-US')), 'slope per 1,000 trials, 95 %']
  const rows = [...figures].map(([name, points]) => {
    const medians = sizes.map((trials) => median(points.filter((point) => point.trials === trials)))
    return [name, ...medians.map((value) => value.toFixed(2)), slopeText(points)]
  })
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => (row[column] ?? '').length)))
  for (const row of [head, ...rows]) {
    console.log(
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0)))
        .join('  '),
    )
  }
}

function median(points: readonly Point[]): number {
  const values = points.map(({ value }) => value).sort((a, b) => a - b)
  return (
    ((values[Math.floor((values.length - 1) / 2)] ?? Number.NaN) +
      (values[Math.ceil((values.length - 1) / 2)] ?? Number.NaN)) /
    2
  )
}

/** The slope by least squares, with its interval by Student's t. */
function slopeText(points: readonly Point[]): string {
  const count = points.length
  const [x, y] = [sum(points.map(({ trials }) => trials)) / count, sum(points.map(({ value }) => value)) / count]
  const spread = sum(points.map(({ trials }) => (trials - x) ** 2))
  if (count < 3 || spread === 0) return '–'
  const slope = sum(points.map(({ trials, value }) => (trials - x) * (value - y))) / spread
  const left = sum(points.map(({ trials, value }) => (value - y - slope * (trials - x)) ** 2))
  const half = jstat.studentt.inv(0.975, count - 2) * Math.sqrt(left / (count - 2) / spread)
  return `${(1_000 * slope).toFixed(4)} (${(1_000 * (slope - half)).toFixed(4)} to ${(1_000 * (slope + half)).toFixed(4)})`
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
