// What a further trial costs in a run of many beside one of few: CPU time of all processes, and memory that stays in the parent. The runs are in this process, which cleans its heap before it looks.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { cpuSeconds } from '../proc.ts'
import { finish } from '../row.ts'
import { runTrials } from '../run-trials.ts'

/** `METTLE_BENCH_TRIALS` is for a look that has not so much time. */
const MANY = Number(process.env.METTLE_BENCH_TRIALS ?? 50_000)
const [FEW, SOME] = [1_000, 5_000]
const WORKERS = 2
const [CPU_LIMIT, BYTES_LIMIT] = [1.1, 3_072]

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

await measure(FEW)
const few = await measure(FEW)
const some = await measure(SOME)
const many = await measure(MANY)
// Of further trials: what starts once, and what is compiled once, is no matter of size.
const [early, late] = [(some.cpuMs - few.cpuMs) / (SOME - FEW), (many.cpuMs - some.cpuMs) / (MANY - SOME)]
const ratio = late / early
const further = (many.bytes - few.bytes) / (MANY - FEW)
const common = { spread: 'one round', workers: `${WORKERS} workers and the parent` }
finish([
  {
    ...common,
    what: `CPU of a further trial, up to ${count(MANY)} instant trials over up to ${count(SOME)}`,
    figure: ratio.toFixed(2),
    beside: `${early.toFixed(2)} ms early, ${late.toFixed(2)} ms late`,
    target: `<= ${CPU_LIMIT}`,
    met: ratio <= CPU_LIMIT,
  },
  {
    ...common,
    what: 'what the parent keeps of a further trial',
    figure: `${(further / 1024).toFixed(2)} KB`,
    beside: `${megabytes(few.bytes)} at ${count(FEW)}, ${megabytes(many.bytes)} at ${count(MANY)}`,
    target: `<= ${BYTES_LIMIT / 1024} KB`,
    met: further <= BYTES_LIMIT,
  },
])

async function measure(trials: number) {
  const before = cpuSeconds()
  let bytes = 0
  // The run is over then but for its end: nothing that it holds has been let go.
  await runTrials(
    { scenario: 'instant', agent: 'instant', variant: 'calm', export: 'run', trials, workers: WORKERS },
    (_, done) => {
      if (done < trials) return
      collect()
      const { heapUsed, external } = process.memoryUsage()
      bytes = heapUsed + external
    },
  )
  return { bytes, cpuMs: 1_000 * (cpuSeconds() - before) }
}

function count(trials: number): string {
  return trials.toLocaleString('en-US')
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
