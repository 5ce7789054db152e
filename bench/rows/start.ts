// How long a user waits: for the version, and for the first trial of a run.
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startCli } from '../cli.ts'
import { freshFolder } from '../folders.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish } from '../row.ts'

const LIMIT_MS = 100

const { version, first } = await interleave({ version: timeVersion, first: timeFirstTrial })
finish([
  {
    what: 'mettle --version, from source',
    figure: `${median(version).toFixed(0)} ms`,
    spread: spread(version),
    beside: 'the whole process',
    target: `<= ${LIMIT_MS} ms`,
    met: median(version) <= LIMIT_MS,
    workers: '1 process',
  },
  {
    what: 'mettle run, from its start to the first trial',
    figure: `${median(first).toFixed(0)} ms`,
    spread: spread(first),
    beside: '4 scenarios, 1 API; with the start of a worker',
    workers: '1 worker',
  },
])

async function timeVersion(): Promise<number> {
  const start = performance.now()
  await startCli(['--version']).ended
  return performance.now() - start
}

/** A trial begins with its trace. */
async function timeFirstTrial(): Promise<number> {
  const out = join(freshFolder(), 'run')
  const start = Date.now()
  await startCli(['run', 'instant', '--agent', 'instant', '--workers', '1', '--out', out]).ended
  const [trace = ''] = readdirSync(join(out, 'traces'))
  return statSync(join(out, 'traces', trace)).birthtimeMs - start
}
