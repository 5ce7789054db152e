import { join } from 'node:path'
import type { TrialRecord } from '../src/record/trial.ts'
import { run } from '../src/runs/run.ts'
import { schedule } from '../src/runs/schedule.ts'
import { setupOf } from '../src/runs/setup.ts'
import { configSchema } from '../src/scenario/config.ts'
import { loadScenario } from '../src/scenario/load.ts'
import { createRunFolder } from '../src/store/directory.ts'
import { freshFolder } from './folders.ts'

const PROJECT = join(import.meta.dirname, 'project')

/** Trials of one scenario by one agent of the bench's project. */
export interface RunPlan {
  scenario: string
  variant: string
  agent: string
  /** Which function of the agent's module. */
  export: string
  trials: number
  workers: number
  /** Agents see time and chance as they are. */
  realTime?: boolean
}

/** A real run: worker processes, traces on disk, judged by a judge's process. `onTrial` sees each record as it comes. */
export async function runTrials(plan: RunPlan, onTrial: (record: TrialRecord, done: number) => void): Promise<void> {
  const { scenario, variant, agent, workers, realTime = false } = plan
  await run({
    plan: {
      trials: await planTrials(plan),
      contestants: [],
      seed: '1',
      sequential: undefined,
      known: { agents: [agent], scenarios: [scenario], variants: [variant], models: [], tags: [] },
    },
    setup: setupOf(configSchema.parse({ workers, realTime })),
    folder: createRunFolder(join(freshFolder(), 'run')),
    onTrouble: (trouble) => console.error(trouble),
    onTrial: (record, done) => {
      // A trial that went wrong would be a cheap one.
      if (record.verdict === 'failed' || record.verdict === 'error') {
        throw new Error(`Failed to measure ${record.id}: ${record.reason}`)
      }
      onTrial(record, done)
    },
  })
}

async function planTrials({ scenario, variant, agent, export: name, trials }: RunPlan) {
  const loaded = await loadScenario(scenario, join(PROJECT, 'scenarios', `${scenario}.scenario.ts`))
  const module = join(PROJECT, 'agents', `${agent}.ts`)
  return schedule({
    scenarios: [loaded],
    contestants: [{ name: agent, model: null, source: () => ({ host: 'function', module, export: name }) }],
    variant: (_, known) => known === variant,
    repeats: trials,
    seed: '1',
    shuffle: false,
  })
}
