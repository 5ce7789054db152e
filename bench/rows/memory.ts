// Memory of a long run, from outside: the parent, its workers and the spare, what they share counted once.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { startCli } from '../cli.ts'
import { freshFolder } from '../folders.ts'
import { familyOf, proportionalBytes } from '../proc.ts'
import { finish, type Row } from '../row.ts'

const [TRIALS, EARLY, WORKERS] = [5_000, 1_000, 2]
/** Around the early mark and before the end, samples of so many trials count. */
const WINDOW = 250
const SAMPLE_MS = 50
const LIMIT_MB = 300
const GROWTH_LIMIT_MB = 20

interface Sample {
  /** How many trials there were by then, by the size of their traces: they are all alike. */
  trials: number
  bytes: number
}

finish([...(await measure('json')), ...(await measure('json,html'))])

async function measure(reporters: string): Promise<Row[]> {
  const samples = await watchRun(reporters)
  const early = peak(samples.filter(({ trials }) => Math.abs(trials - EARLY) <= WINDOW))
  const late = peak(samples.filter(({ trials }) => trials >= TRIALS - WINDOW))
  const highest = peak(samples)
  const common = { spread: `${samples.length} samples`, workers: `${WORKERS} workers, a spare and the parent` }
  const what = `memory (PSS), ${TRIALS} instant trials, ${reporters}`
  return [
    { ...common, ...limited(highest, LIMIT_MB), what: `${what}: highest`, beside: `${SAMPLE_MS} ms between samples` },
    {
      ...common,
      ...limited(late - early, GROWTH_LIMIT_MB),
      what: `${what}: growth from ${EARLY}`,
      beside: `${megabytes(early)} at ${EARLY}, ${megabytes(late)} at the end`,
    },
  ]
}

function sizeBelow(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0)
}

async function watchRun(reporters: string): Promise<Sample[]> {
  const out = join(freshFolder(), 'run')
  const flags = ['--agent', 'instant', '--trials', String(TRIALS), '--workers', String(WORKERS), '--out', out]
  const { child, ended } = startCli(['run', 'instant', ...flags, '--reporter', reporters])
  const traces = `${out}.partial-${child.pid}/traces`
  const samples: Sample[] = []
  let running = true
  const over = ended.finally(() => {
    running = false
  })
  while (running) {
    const bytes = familyOf(child.pid ?? 0).reduce((sum, pid) => sum + proportionalBytes(pid), 0)
    samples.push({ trials: sizeBelow(traces), bytes })
    await setTimeout(SAMPLE_MS)
  }
  await over
  const total = sizeBelow(join(out, 'traces'))
  return samples.map(({ trials, bytes }) => ({ trials: Math.round((TRIALS * trials) / total), bytes }))
}

function limited(bytes: number, limitMb: number) {
  return { figure: megabytes(bytes), target: `<= ${limitMb} MB`, met: bytes <= limitMb * 1024 * 1024 }
}

function peak(samples: readonly Sample[]): number {
  return Math.max(...samples.map(({ bytes }) => bytes))
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`
}
