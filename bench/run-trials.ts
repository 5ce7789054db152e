import { join } from 'node:path'
import { run } from '../src/runner/run.ts'
import { schedule } from '../src/runner/schedule.ts'
import { loadScenario } from '../src/scenario/load.ts'
import { createRunFolder } from '../src/store/directory.ts'
import { freshFolder } from './folders.ts'

const PROJECT = join(import.meta.dirname, 'project')

/** A run of one scenario by one agent of the bench's project: real workers, traces on disk, judged by this process. */
export interface RunPlan {
  scenario: string
  agent: string
  trials: number
  workers: number
}

/** Resolves with ms per trial, from the `warm`-th trial's end to the last one's. @throws {Error} a trial did not pass. */
export async function timeTrials(plan: RunPlan, warm: number): Promise<number> {
  const { scenario, agent, trials, workers } = plan
  let warmAt = 0
  let lastAt = 0
  const record = await run({
    trials: await planTrials(plan),
    workers,
    seed: '1',
    gate: [],
    known: { agents: [agent], scenarios: [scenario], variants: ['calm'], models: [], tags: [] },
    secrets: [],
    agents: [],
    version: '0',
    folder: createRunFolder(join(freshFolder(), 'run')),
    signal: new AbortController().signal,
    onTrial: (_, done) => {
      lastAt = performance.now()
      if (done === warm) warmAt = lastAt
    },
  })
  if (!record.gate.passed) throw new Error(`Failed to measure: ${record.gate.reason}`)
  return (lastAt - warmAt) / (trials - warm)
}

async function planTrials({ scenario, agent, trials }: RunPlan) {
  const loaded = await loadScenario(scenario, join(PROJECT, 'scenarios', `${scenario}.scenario.ts`))
  const module = join(PROJECT, 'agents', `${agent}.ts`)
  return schedule({
    scenarios: [loaded],
    contestants: [{ name: agent, model: null, module: () => module, export: 'run' }],
    variant: (_, name) => name === 'calm',
    repeats: trials,
    seed: '1',
    shuffle: false,
  })
}
