import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../src/runner/run.ts'
import { schedule } from '../src/runner/schedule.ts'
import { loadScenario } from '../src/scenario/load.ts'
import { createRunFolder } from '../src/store/directory.ts'

const PROJECT = join(import.meta.dirname, 'project')
const REPORTS = join(import.meta.dirname, '../reports')

/** A run of one scenario by one agent of the bench's project: real workers, traces on disk, judged by this process. */
export interface RunPlan {
  scenario: string
  agent: string
  trials: number
  workers: number
}

/** Resolves with ms per trial, from the `warm`-th trial's end to the last one's. @throws {Error} a trial did not pass. */
export async function timeTrials({ scenario: id, agent, trials, workers }: RunPlan, warm: number): Promise<number> {
  const loaded = await loadScenario(id, join(PROJECT, 'scenarios', `${id}.scenario.ts`))
  const module = join(PROJECT, 'agents', `${agent}.ts`)
  const contestants = [{ name: agent, model: null, module: () => module, export: 'run' }]
  const planned = schedule({
    scenarios: [loaded],
    contestants,
    variant: (_, name) => name === 'calm',
    repeats: trials,
    seed: '1',
    shuffle: false,
  })
  const folder = createRunFolder(join(REPORTS, 'bench'))
  let warmAt = 0
  let lastAt = 0
  try {
    const record = await run({
      trials: planned,
      workers,
      seed: '1',
      gate: [],
      known: { agents: [agent], scenarios: [id], variants: ['calm'], models: [], tags: [] },
      secrets: [],
      agents: [{ name: agent, module }],
      version: '0',
      folder,
      signal: new AbortController().signal,
      onTrial: (_, done) => {
        lastAt = performance.now()
        if (done === warm) warmAt = lastAt
      },
    })
    if (!record.gate.passed) throw new Error(`Failed to measure: ${record.gate.reason}`)
    return (lastAt - warmAt) / (trials - warm)
  } finally {
    folder.discard()
    rmSync(join(REPORTS, 'bench'), { recursive: true, force: true })
  }
}
