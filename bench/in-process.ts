import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { installDoors } from '../src/channels/doors.ts'
import { createServing } from '../src/channels/serving.ts'
import { runTrial } from '../src/runner/trial.ts'
import type { Scenario } from '../src/scenario/compile.ts'
import { loadScenario } from '../src/scenario/load.ts'
import { freshFolder } from './folders.ts'

const PROJECT = join(import.meta.dirname, 'project')

/** A trial as a worker runs it, in this process: the same seam, guards, recorder and world. */
export interface LocalTrials {
  /** Runs one trial of a scenario of the bench's project. `agent` is the path of a module. */
  run(scenario: string, agent: string): Promise<void>
}

export function openLocalTrials(): LocalTrials {
  const folder = freshFolder()
  const http = createServing()
  installDoors(http)
  const output = { bytes: 0, open: () => {}, close: () => {} }
  const scenarios = new Map<string, Promise<Scenario>>()
  const load = (id: string) => {
    const loading = scenarios.get(id) ?? loadScenario(id, join(PROJECT, 'scenarios', `${id}.scenario.ts`))
    scenarios.set(id, loading)
    return loading
  }
  let count = 0
  return {
    run: async (id, agent) => {
      const scenario = await load(id)
      const order = {
        id: `${id}~${++count}`,
        scenario: { id, file: scenario.file },
        variant: 'planned',
        agent: { name: 'bench', module: agent, export: 'run' },
        model: null,
        seed: String(count),
        trace: join(folder, `${count}.jsonl`),
        nonce: randomBytes(16).toString('hex'),
        rootSeed: '1',
        secrets: [],
      }
      const problems = await runTrial(order, scenario, { http, output, agentStarted: () => {} }, () => {})
      if (problems.length > 0) throw new Error(problems.join('\n'))
    },
  }
}
